"""Headings as offices write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake.engine.headings import Field, match

FIELDS = [
    Field("number", ["N°"]),
    Field("family", ["Nom"]),
    Field("given", ["Prénoms"]),
    Field("birth", ["Date de naissance", "Né(e) le"]),
    Field("phone", ["Contact", "Téléphone"], required=False),
    Field("paper_number", ["N° pièce"], required=False),
    Field("choice1", ["Choix 1"], required=False),
    Field("choice2", ["Choix 2"], required=False),
]
REQUIRED = ["N°", "Nom", "Prénoms", "Date de naissance"]


def position(heading: str, field: str) -> int | None:
    others = [label for label in REQUIRED if label != next(f.labels[0] for f in FIELDS if f.name == field)]
    return match([*others, heading], FIELDS).columns.get(field)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        *[(heading, "number") for heading in ("N°", "n", "No", "No.", "Nº", "№", "Num", "Numéro", "NUMERO")],
        *[
            (heading, "given")
            for heading in ("PRENOMS", "Prénom", "prénom(s)", "Prenoms :", "Pre\u0301noms", "Prénons")
        ],
        *[(heading, "birth") for heading in ("DATE NAISSANCE", "Naissance (date de)", "Né(e) le", "Date de naisance")],
        *[(heading, "phone") for heading in ("Téléphone", "TELEPHONE", "contacts", "Télephonne")],
        *[(heading, "paper_number") for heading in ("No pièce", "Numéro de la pièce", "Pièce n°")],
        *[(heading, "choice2") for heading in ("CHOIX 2", "Choix n° 2", "2 choix", "Chois 2")],
    ],
)
def test_heading_is_recognised_however_written(heading, field):
    assert position(heading, field) is not None


@given(st.permutations([*REQUIRED, "Contact", "Choix 1", "Choix 2"]))
def test_headings_are_found_in_any_order(headings):
    found = match(headings, FIELDS)
    assert {headings[i] for i in found.columns.values()} == set(headings)
    assert found.unknown == []


def test_unknown_headings_are_reported():
    assert match([*REQUIRED, "Observations", ""], FIELDS).unknown == ["Observations"]


def test_digit_is_never_a_slip():
    assert "choice1" not in match([*REQUIRED, "Choix 3"], FIELDS).columns


def test_slip_that_could_mean_two_fields_is_left_unknown():
    fields = [
        Field("family", ["Nom"]),
        Field("post", ["Poste"], required=False),
        Field("door", ["Porte"], required=False),
    ]
    assert match(["Nom", "Posse", "Porse"], fields).columns == {"family": 0, "post": 1, "door": 2}
    assert match(["Nom", "Pote"], fields).columns == {"family": 0}


def test_slip_claimed_by_two_headings_is_left_unknown():
    assert "phone" not in match([*REQUIRED, "Contct", "Contac"], FIELDS).columns


def test_missing_column_is_refused_by_its_name():
    with pytest.raises(Refusal) as caught:
        match(["N°", "Nom", "Date de naissance", "Ville"], FIELDS)
    refusal = caught.value
    assert (refusal.code, refusal.field) == ("missing_column", "given")
    assert "« Prénoms »" in refusal.sentence
    assert "« Ville »" in refusal.sentence


def test_wrong_file_is_refused_with_what_it_holds():
    with pytest.raises(Refusal) as caught:
        match(["N°", "Juré 1", "Juré 2", "Juré 3"], FIELDS)
    assert caught.value.code == "wrong_file"
    assert "« Date de naissance »" in caught.value.sentence
    assert "« Juré 3 »" in caught.value.sentence


def test_two_columns_of_one_field_are_refused():
    with pytest.raises(Refusal) as caught:
        match([*REQUIRED, "Contact", "Téléphone"], FIELDS)
    assert (caught.value.code, caught.value.field) == ("two_columns", "phone")
