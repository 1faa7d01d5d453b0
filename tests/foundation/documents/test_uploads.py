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


@pytest.mark.parametrize(("content", "code"), [
    (b"GIF89a", "file_unreadable"), (b"<html>", "file_unreadable"), (b"", "file_unreadable"),
    (b"%PDF-" + b"x" * LARGEST, "file_too_large"),
])  # fmt: skip
def test_what_is_no_photo_nor_pdf_is_refused(content, code):
    with pytest.raises(Refusal, match=code):
        actions.look_at(SimpleUploadedFile("recu.jpg", content, "image/jpeg"))


def test_a_photo_says_no_more_where_it_was_taken():
    exif, tables, scan = (
        segment(0xE1, b"Exif GPS 6.13 N"),
        segment(0xDB, b"tables"),
        segment(0xDA, b"") + b"picture\xff\xd9",
    )
    assert without_notes(b"\xff\xd8" + segment(0xE0, b"JFIF") + exif + tables + segment(0xFE, b"Lome") + scan) == (
        b"\xff\xd8" + segment(0xE0, b"JFIF") + tables + scan
    )


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
