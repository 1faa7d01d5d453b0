"""Hostile workbooks: refused with a reason, in little memory, whatever is in the zip."""

import tracemalloc
from collections.abc import Callable
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake.engine.sheets import USUAL, Limits
from teriya.foundation.intake.engine.tables import read_table

BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://r">'
    '<sheets><sheet name="liste" sheetId="1" r:id="r1"/></sheets></workbook>'
)
LINKS = (
    '<Relationships><Relationship Id="r1" Type="http://t/worksheet" Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="r2" Type="http://t/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>'
)
HEADINGS = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
GOOD = f"<worksheet><sheetData>{HEADINGS}<row><c><v>1</v></c><c t='inlineStr'><is><t>KAO</t></is></c></row></sheetData></worksheet>"


TEXTS = "<si><t>N°</t></si><si><r><t>NO</t></r><r><t>M</t></r></si>"


def workbook(sheet: str = GOOD, packing: int = ZIP_DEFLATED, texts: str = TEXTS, **parts: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", packing) as archive:
        archive.writestr("xl/workbook.xml", BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", LINKS)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        archive.writestr("xl/sharedStrings.xml", f"<sst>{texts}</sst>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def noise(megabytes: int) -> str:
    """Text that no compression shrinks tenfold: it looks like honest content."""
    random = Random(2026)
    return "".join(random.randbytes(100).hex() + "a" * 800 for _ in range(megabytes * 1000))


def cut_in_texts(content: str) -> str:
    return "".join(f"<si><t>{content[i : i + 4_000]}</t></si>" for i in range(0, len(content), 4_000))


def refusal_of(data: bytes, limits: Limits = USUAL) -> str:
    with pytest.raises(Refusal) as caught:
        read_table("liste.xlsx", data, limits=limits)
    return caught.value.code


def test_workbook_of_plain_parts_is_read():
    table = read_table("liste.xlsx", workbook())
    assert (table.headings, table.rows[0].cells) == (["N°", "NOM"], ["1", "KAO"])


def test_workbook_with_prefixed_tags_is_read():
    prefixed = GOOD.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
    assert read_table("liste.xlsx", workbook(prefixed)).rows[0].cells == ["1", "KAO"]


def test_formula_is_kept_and_its_result_is_not():
    sheet = GOOD.replace("<c><v>1</v></c>", "<c><f>A1</f><v>5</v></c>")
    assert read_table("liste.xlsx", workbook(sheet)).rows[0].cells == ["=A1", "KAO"]


def test_large_honest_workbook_is_read():
    rows = "".join(f"<row><c><v>{i}</v></c><c><v>90112233</v></c><c><v>14.5</v></c></row>" for i in range(150_000))
    headings = HEADINGS.replace("</row>", '<c t="inlineStr"><is><t>Note</t></is></c></row>')
    table = read_table("liste.xlsx", workbook(f"<worksheet><sheetData>{headings}{rows}</sheetData></worksheet>"))
    assert (len(table.rows), table.rows[-1].cells) == (150_000, ["149999", "90112233", "14.5"])


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a cell of 100 MB": (lambda: workbook(GOOD.replace("KAO", "K" * 100_000_000)), "zip_bomb"),
    "a cell of honest megabytes": (lambda: workbook(GOOD.replace("KAO", noise(20))), "cell_too_long"),
    "a tag without end": (lambda: workbook(f"<worksheet a='{noise(20)}'/>"), "zip_bomb"),
    "a comment without end": (lambda: workbook(f"<worksheet><!--{noise(20)}--></worksheet>"), "zip_bomb"),
    "tags in tags": (lambda: workbook("<worksheet>" + "<a>" * 1_000_000), "zip_bomb"),
    "names without end": (
        lambda: workbook("<worksheet>" + "".join(f"<a a{i}='' b{i}=''/>" for i in range(500_000))),
        "zip_bomb",
    ),
    "texts without end": (lambda: workbook(texts=cut_in_texts(noise(64))), "zip_bomb"),
    "empty cells": (lambda: workbook("<worksheet><row>" + "<c/>" * 1_500_000, ZIP_STORED), "zip_bomb"),
    "300 MB declared": (lambda: workbook(**{"xl/media/a.bin": "\0" * 201_000_000}), "zip_bomb"),
    "2 000 parts": (lambda: workbook(**{f"xl/{i}.xml": "" for i in range(2_000)}), "zip_bomb"),
    "entities": (lambda: workbook("<!DOCTYPE a [<!ENTITY b 'ha'>]><worksheet>&b;</worksheet>"), "damaged"),
    "a row far away": (lambda: workbook(GOOD.replace("<row>", '<row r="999999999999">')), "damaged"),
    "a column far away": (lambda: workbook(GOOD.replace("<c><v>", '<c r="XFD2"><v>')), "too_many_columns"),
    "no such text": (lambda: workbook(GOOD.replace("<v>0", "<v>99")), "damaged"),
    "cut XML": (lambda: workbook(GOOD[:-30]), "damaged"),
    "a cut file": (lambda: workbook()[:-40], "damaged"),
    "macros": (lambda: workbook(**{"xl/vbaProject.bin": "x"}), "macros"),
    "another compression": (lambda: workbook(packing=ZIP_LZMA), "damaged"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_workbook_is_refused_in_little_memory(case):
    make, code = HOSTILE[case]
    data = make()
    tracemalloc.start()
    try:
        assert refusal_of(data) == code
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()


def test_zip_that_is_no_workbook_is_refused():
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert refusal_of(out.getvalue()) == "not_a_table"


def test_zip_under_a_password_is_refused():
    data = bytearray(workbook())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag "encrypted" of the first entry
    assert refusal_of(bytes(data)) == "encrypted"


def test_zip_that_hides_its_true_size_is_refused():
    data = bytearray(workbook(GOOD.replace("KAO", "K" * 3_000)))
    entry = data.index(b"xl/worksheets/sheet1.xml", data.index(b"PK\x01\x02")) - 46
    data[entry + 24 : entry + 28] = (100).to_bytes(4, "little")  # declared size, unpacked
    assert refusal_of(bytes(data)) == "damaged"


@given(st.integers(0, 3_000), st.binary(min_size=1, max_size=4))
def test_damaged_workbook_is_read_or_refused_and_nothing_else(position, patch):
    data = bytearray(workbook())
    data[position % len(data) : position % len(data) + len(patch)] = patch
    try:
        read_table("liste.xlsx", bytes(data))
    except Refusal as refusal:
        assert refusal.sentence


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(file_bytes=100), "too_large"),
        (Limits(rows=1), "too_many_rows"),
        (Limits(columns=1), "too_many_columns"),
        (Limits(cells=3), "too_large"),
        (Limits(characters=5), "too_large"),
        (Limits(cell_characters=2), "cell_too_long"),
        (Limits(unpacked_bytes=100), "zip_bomb"),
    ],
)
def test_limit_is_kept_for_workbooks(limits, code):
    assert refusal_of(workbook(), limits) == code


LONG_TEXTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a cell of 19 MB": (lambda: b"N;NOM\n1;" + b"K" * 19_000_000, "cell_too_long"),
    "a cell of 100 MB": (lambda: b"N;NOM\n1;" + b"K" * 100_000_000, "too_large"),
    "a quotation mark left open": (lambda: b'N;NOM\n1;"' + b"KAO\n" * 4_000_000, "unclosed_quote"),
    "empty cells": (lambda: b"N;NOM\n" + b";" * 19_000_000, "cell_too_long"),
    "200 001 rows": (lambda: b"N;NOM\n" + b"1;KAO\n" * 200_001, "too_many_rows"),
    "201 columns": (lambda: b";".join(b"T%d" % i for i in range(201)), "too_many_columns"),
}


@pytest.mark.parametrize("case", LONG_TEXTS)
def test_long_text_is_refused_in_little_memory(case):
    make, code = LONG_TEXTS[case]
    data = make()
    tracemalloc.start()
    try:
        assert refusal_of(data) == code
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()
