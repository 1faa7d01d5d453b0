import unicodedata
from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from teriya.foundation.documents.engine.compact import compacted
from teriya.foundation.documents.engine.papers import Cell, PayLine, Visa
from teriya.foundation.documents.engine.shapes import fitted, printable

VISA = {"function": "Contrôleur financier", "name": "TCHALLA Akouvi", "on": date(2026, 11, 3), "number": "12"}


def test_dates_are_written_in_both_ways():
    both = {"long": "3 novembre 2026", "short": "03/11/2026"}
    assert fitted(VISA, Visa, "visa")["on"] == both
    assert fitted(VISA | {"on": "2026-11-03"}, Visa, "visa")["on"] == both  # as frozen in JSON
    assert fitted("2026-11-03", Cell, "cell") == both


def test_missing_key_is_named():
    with pytest.raises(ValueError, match=r"^visa\.number is missing"):
        fitted({key: VISA[key] for key in ("function", "name", "on")}, Visa, "visa")


def test_unknown_key_is_named():
    with pytest.raises(ValueError, match=r"^slip\.lines\[1\]\.amout is not part of PayLine"):
        line = {"label": "", "formula": "", "amount": 1}
        fitted([line, line | {"amout": 2}], list[PayLine], "slip.lines")


@pytest.mark.parametrize("wrong", [True, 1.5, "60 000", None, datetime(2026, 1, 1)])
def test_amount_of_another_type_is_named(wrong):
    with pytest.raises(ValueError, match=r"^line\.amount: "):
        fitted({"label": "", "formula": "", "amount": wrong}, PayLine, "line")


def test_day_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="day is out of range"):
        fitted(VISA | {"on": "2026-02-30"}, Visa, "visa")


def test_text_keeps_african_letters_and_drops_the_unseen():
    assert (
        printable("Ɖogbé Kɔ̀fi Ŋutifafa Ɛyram ɣ ʋ ƒ ʊ̀ 60\u202f000") == "Ɖogbé Kɔ̀fi Ŋutifafa Ɛyram ɣ ʋ ƒ ʊ̀ 60\u202f000"
    )
    assert printable("e\u0301") == "é"
    assert printable("a\u202eb\x00c\td") == "a b c d"
    assert printable("日😀\ue000\ud800") == "����"
    assert printable("a" + "\u0301" * 9) == "á\u0301\u0301"


def test_endless_word_may_break():
    assert printable("https://tg.example.org/verifier/7K3M9QXD2R4V") == "https://tg.example.org/verifier/7K3M9QXD2R4V"
    assert [len(part) for part in printable("a" * 60).split("\u200b")] == [24, 24, 12]


@given(st.text())
def test_any_text_loses_what_cannot_be_drawn(text):
    categories = {unicodedata.category(sign) for sign in printable(text) if sign not in "\n\u200b"}
    assert not categories & {"Cc", "Cf", "Cn", "Co", "Cs"}


def test_a_paper_of_tens_of_thousands_of_objects_is_packed_whole():
    """Two thousand letters in one go: more objects than two bytes count."""
    count = 70_000
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ]
    bodies += [b"(%d)" % number for number in range(4, count + 1)]
    pdf, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, start=1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    pdf += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count + 1, table, count + 1, len(pdf))  # fmt: skip
    reader = PdfReader(BytesIO(compacted(bytes(pdf))))
    assert len(reader.pages) == 1 and reader.get_object(count) == str(count)
