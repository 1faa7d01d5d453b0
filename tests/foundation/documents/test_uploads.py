"""What people hand in: known by its bytes, kept once, without what the telephone wrote in it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import actions, queries
from teriya.foundation.documents.engine.files import LARGEST, without_notes
from teriya.foundation.documents.fields import PaperField, PhotosField
from tests.factories.files import photo
from tests.factories.hosts import TODAY


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2) + body


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" + width.to_bytes(4) + height.to_bytes(4) + b"\x08\x06\0\0\0"


def jpeg(width: int, height: int) -> bytes:
    """Its frame stands after other segments, as in a photo."""
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF")
        + segment(0xDB, b"tables")
        + segment(0xC2, b"\x08" + height.to_bytes(2) + width.to_bytes(2))
    )


@pytest.mark.parametrize(("content", "code"), [
    (b"GIF89a", "file_unreadable"), (b"<html>", "file_unreadable"), (b"", "file_unreadable"),
    (b"%PDF-" + b"x" * LARGEST, "file_too_large"),
    (png(50_000, 50_000), "too_many_pixels"), (jpeg(50_000, 50_000), "too_many_pixels"),
])  # fmt: skip
def test_what_is_no_photo_nor_pdf_is_refused(content, code):
    with pytest.raises(Refusal, match=code):
        actions.look_at(SimpleUploadedFile("recu.jpg", content, "image/jpeg"))


@pytest.mark.parametrize("content", [png(4000, 3000), jpeg(8000, 5000), b"%PDF-1.7"])
def test_a_photo_of_a_telephone_is_taken(content):
    assert actions.look_at(SimpleUploadedFile("recu", content))


def test_a_photo_says_no_more_where_it_was_taken():
    exif, tables, scan = (
        segment(0xE1, b"Exif GPS 6.13 N"),
        segment(0xDB, b"tables"),
        segment(0xDA, b"") + b"picture\xff\xd9",
    )
    assert without_notes(b"\xff\xd8" + segment(0xE0, b"JFIF") + exif + tables + segment(0xFE, b"Lome") + scan) == (
        b"\xff\xd8" + segment(0xE0, b"JFIF") + tables + scan
    )


@pytest.mark.parametrize("ends", ["little", "big"])
@pytest.mark.parametrize("turned", [1, 3, 6, 8])
def test_a_photo_stays_upright(ends, turned):
    def number(value: int, size: int) -> bytes:
        return value.to_bytes(size, ends)

    def line(tag: int, kind: int, value: bytes) -> bytes:
        return number(tag, 2) + number(kind, 2) + number(1, 4) + value.ljust(4, b"\0")

    lines = line(0x010F, 2, b"Nok") + line(0x0112, 3, number(turned, 2)) + line(0x8825, 4, b"GPS!")
    tiff = (b"II" if ends == "little" else b"MM") + number(42, 2) + number(8, 4) + number(3, 2) + lines
    clean = without_notes(b"\xff\xd8" + segment(0xE1, b"Exif\0\0" + tiff) + segment(0xDA, b"") + b"picture")
    assert b"Nok" not in clean and b"GPS" not in clean
    assert clean.count(b"\x01\x12\0\x03\0\0\0\x01\0" + bytes([turned])) == (turned > 1)
    assert without_notes(clean) == clean


@pytest.mark.parametrize("content", [b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\x00\x01", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7"])
def test_a_broken_photo_comes_back_as_it_was(content):
    assert without_notes(content) == content


def test_the_same_file_again_is_one(cast):
    kept = [
        actions.keep(file=photo(), kind="host_receipt", subject="host", subject_id=7, by=cast.essi, on=TODAY)
        for _ in range(2)
    ]
    assert kept[0] == kept[1] == queries.uploads("host", [7]).get()


def test_the_field_refuses_before_the_action():
    with pytest.raises(Exception, match="JPEG"):
        PaperField().clean(SimpleUploadedFile("recu.exe", b"MZ"))
    with pytest.raises(Exception, match="au plus"):
        PhotosField(most=1).clean([photo(), photo()])
