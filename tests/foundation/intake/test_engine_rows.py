"""Rows: every error of every row at once."""

from functools import partial

import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake.engine.headings import Field
from teriya.foundation.intake.engine.phones import read_phone
from teriya.foundation.intake.engine.rows import RowResult, check
from teriya.foundation.intake.engine.tables import read_table
from teriya.foundation.intake.engine.values import read_given, read_int

FIELDS = [
    Field("number", ["N°"], filled=True),
    Field("given", ["Prénoms"]),
    Field("phone", ["Contact"]),
    Field("tutor", ["Tuteur"], required=False),
]
READERS = {"number": partial(read_int, maximum=9), "given": read_given, "phone": read_phone}


def checked(*lines: str, headings: str = "N°;Prénoms;Contact;Note") -> list[RowResult]:
    return check(read_table("liste.csv", "\n".join([headings, *lines]).encode()), FIELDS, READERS)


def faults(line: str) -> list[tuple[str, str]]:
    return [(error.field, error.code) for error in checked(line)[0].errors]


def test_row_is_read_field_by_field():
    result = checked(" 1 ;YAOVI;90112233;x")[0]
    assert (result.number, result.errors) == (2, [])
    assert (result.values["number"], result.values["given"], result.values["tutor"]) == (1, "Yaovi", None)
    assert result.values["phone"].e164 == "+22890112233"


def test_all_errors_of_a_row_come_at_once():
    assert faults("10;Y4O;12;x") == [("number", "bad_number"), ("given", "bad_name"), ("phone", "bad_phone")]


def test_error_names_the_heading_of_the_file_and_the_value_stays_blank():
    result = checked("1;Yao;12;x", headings="N°;Prénoms;CONTACT;Note")[0]
    assert result.errors[0].sentence.startswith("CONTACT : « 12 » n’est pas un téléphone.")
    assert result.values["phone"] is None


def test_one_bad_row_stops_no_other():
    assert [len(result.errors) for result in checked("1;Yao;;", "x;Yao;;", "3;Yao;;")] == [0, 1, 0]


@pytest.mark.parametrize("blank", ["", "  ", "-", "—", "\u00a0", "\u200b"])
def test_blank_cell_is_an_error_only_where_it_must_be_filled(blank):
    assert faults(f"{blank};{blank};{blank};x") == [("number", "missing_value")]


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", '"\tKAO"', "-2+cmd|'/c'!A0", "#REF!", "\u200b=1+1", "  =1+1"])
def test_formula_is_an_error_of_its_row(cell):
    assert faults(f"1;{cell};90112233;x") == [("given", "formula_cell")]


def test_formula_in_an_unread_column_is_an_error_too():
    result = checked("1;Yao;+228 90112233;=A1")[0]
    assert [(error.field, error.code) for error in result.errors] == [("", "formula_cell")]
    assert result.errors[0].sentence.startswith("Note :")


def test_formula_without_heading_names_its_column():
    assert checked("1;Yao;90112233;x;=A1")[0].errors[0].sentence.startswith("Colonne 5 :")


def test_cells_beyond_the_headings_are_an_error():
    assert faults("1;Yao;90112233;x;de trop") == [("", "too_many_cells")]


def test_invisible_signs_are_dropped_and_accents_joined():
    result = checked("1;De\u0301lali;\u202a+228 90 11 22 33\u202c;x")[0]
    assert (result.values["given"], result.errors) == ("Délali", [])


def test_missing_column_stops_the_file():
    with pytest.raises(Refusal, match="missing_column"):
        checked("1;Yao", headings="N°;Prénoms")
