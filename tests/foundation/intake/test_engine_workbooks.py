"""Tables in XLSX workbooks, written by openpyxl as Excel would."""

from datetime import date, datetime, time
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import MAC_EPOCH

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake.engine.tables import read_table

WORDS = st.text(st.sampled_from("abcdéèÉ 019'<&>ɖɛŋ/"), max_size=10)
FILLED = WORDS.map(lambda text: f"x{text}y")


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(*rows: list[object]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def read_back(*values: object) -> list[str]:
    """The texts of one row of cells."""
    book = workbook([f"Titre {i}" for i in range(len(values))], list(values))
    return read_table("liste.xlsx", saved(book)).rows[0].cells


@given(rows=st.lists(st.tuples(FILLED, WORDS, WORDS), min_size=1, max_size=6))
def test_workbook_texts_come_back(rows):
    table = read_table("liste.xlsx", saved(workbook(["N°", "NOM", "Prénoms"], *map(list, rows))))
    assert table.headings == ["N°", "NOM", "Prénoms"]
    assert [tuple(row.cells) for row in table.rows] == rows


def test_workbook_dates_become_iso_text():
    assert read_back(date(1992, 4, 28), datetime(2026, 3, 1, 8, 30)) == ["1992-04-28", "2026-03-01 08:30:00"]
    assert read_back(time(8, 30), date(1900, 1, 1)) == ["08:30:00", "1900-01-01"]


def test_workbook_dates_counted_from_1904_become_iso_text():
    book = workbook(["Né le", "NOM"], [date(1992, 4, 28), "KAO"])
    book.epoch = MAC_EPOCH
    assert read_table("liste.xlsx", saved(book)).rows[0].cells == ["1992-04-28", "KAO"]


def test_workbook_numbers_are_written_as_people_see_them():
    assert read_back(90112233, 12.0, 14.5, -3) == ["90112233", "12", "14.5", "-3"]
    assert read_back(22890112233, 0.1 + 0.2, True, "007") == ["22890112233", "0.3", "VRAI", "007"]


def test_workbook_formula_is_kept_as_written_and_not_computed():
    assert read_back("KAO", '=HYPERLINK("http://exemple.tg")') == ["KAO", '=HYPERLINK("http://exemple.tg")']


def test_workbook_row_numbers_skip_blank_rows():
    book = workbook(["N°", "NOM"], [1, "KAO"])
    book.active["A5"], book.active["B5"] = 2, "AYITE"
    assert [row.number for row in read_table("liste.xlsx", saved(book)).rows] == [2, 5]


def test_workbook_reads_the_first_visible_filled_sheet_and_names_the_others():
    book = Workbook()
    book.active.title = "vide"
    for title, state in [("cachée", "hidden"), ("liste", "visible"), ("annexe", "visible")]:
        sheet = book.create_sheet(title)
        sheet.append(["N°", title])
        sheet.append([1, "KAO"])
        sheet.sheet_state = state
    table = read_table("liste.xlsx", saved(book))
    assert (table.headings, table.sheet, table.other_sheets) == (["N°", "liste"], "liste", ["annexe"])


def test_workbook_without_rows_is_refused():
    with pytest.raises(Refusal) as caught:
        read_table("liste.xlsx", saved(workbook(["N°", "NOM"])))
    assert caught.value.code == "no_rows"
