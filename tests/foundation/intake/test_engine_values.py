"""Choices, numbers and names as offices write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake.engine.formulas import is_formula
from teriya.foundation.intake.engine.values import (
    Choices,
    Name,
    clean_name,
    read_family,
    read_given,
    read_int,
    read_score,
)

SEX = Choices({"M": ["Masculin", "M", "H", "Homme"], "F": ["Féminin", "F", "Femme"]})
DIPLOMA = Choices(
    {"bac": ["BAC", "Baccalauréat"], "bts": ["BTS"], "licence": ["Licence", "Bac+3"], "master": ["Master"]}
)


@pytest.mark.parametrize(
    ("choices", "text", "code"),
    [
        *[(SEX, text, "M") for text in ("M", "m.", "MASCULIN", "h", "homme", "Masclin")],
        *[(SEX, text, "F") for text in ("F", "féminin", "FEMININ", "Femme", "Féminim")],
        *[(DIPLOMA, text, "licence") for text in ("licence", "LICENSE", "Bac + 3", "bac+3")],
        (DIPLOMA, "baccalaureat", "bac"),
    ],
)
def test_choice_is_read_however_written(choices, text, code):
    assert choices.read(text) == code


@pytest.mark.parametrize("text", ["", "?", "BT", "Bac+4", "Doctorat"])
def test_unknown_choice_names_those_accepted(text):
    with pytest.raises(Refusal, match=r"unknown_choice: .*BAC, BTS, Licence, Master"):
        DIPLOMA.read(text)


def test_slip_between_two_choices_is_refused():
    with pytest.raises(Refusal, match="unknown_choice"):
        Choices({"door": ["Porte"], "post": ["Poste"]}).read("Ponte")


@pytest.mark.parametrize(
    ("text", "number"), [("12", 12), (" 1 500 ", 1500), ("1\u202f500", 1500), ("12,0", 12), ("0", 0)]
)
def test_whole_number_is_read(text, number):
    assert read_int(text) == number


@pytest.mark.parametrize("text", ["", "douze", "12,5", "-1", "25", "1e3", "1.000", "9" * 40])
def test_number_not_whole_or_out_of_bounds_is_refused(text):
    with pytest.raises(Refusal, match=r"bad_number: .*0 à 24"):
        read_int(text, maximum=24)


@pytest.mark.parametrize(
    ("text", "score"), [("14", "14"), ("14,5", "14.5"), ("14.50", "14.50"), ("14/20", "14"), ("20", "20")]
)
def test_score_is_read_exactly(text, score):
    assert read_score(text, 20) == Decimal(score)


@pytest.mark.parametrize("text", ["", "absent", "21", "-1", "60/100", "1 4 / 2", "12,5,1"])
def test_score_out_of_its_scale_is_refused(text):
    with pytest.raises(Refusal, match=r"bad_score: .*0 à 20"):
        read_score(text, 20)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("KAO", Name("KAO")),
        ("KAO épse TETEVI", Name("KAO", "", "TETEVI")),
        ("kao épouse d’almeida", Name("KAO", "", "D'ALMEIDA")),
        ("TETEVI née KAO", Name("KAO", "", "TETEVI")),
        ("KAO vve TETEVI", Name("KAO", "", "TETEVI")),
        ("  DE   SOUZA ", Name("DE SOUZA")),
        ("Ouro-Bawinay", Name("OURO-BAWINAY")),
        ("Née", Name("NÉE")),
    ],
)
def test_family_name_is_the_name_at_birth(text, name):
    assert read_family(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("DOUTI Adjo", Name("DOUTI", "Adjo")),
        ("D'ALMEIDA Essozimna Mawuli", Name("D'ALMEIDA", "Essozimna Mawuli")),
        ("Adjo DOUTI", Name("DOUTI", "Adjo")),
        ("Douti Adjo", Name("DOUTI", "Adjo")),
        ("KAO épse TETEVI", Name("KAO", "", "TETEVI")),
        ("KAO Afi épse TETEVI", Name("KAO", "Afi", "TETEVI")),
        ("KAO épse TETEVI Afi", Name("KAO", "Afi", "TETEVI")),
        ("TETEVI née KAO Afi", Name("KAO", "Afi", "TETEVI")),
    ],
)
def test_name_in_one_cell_is_split(text, name):
    assert clean_name(text) == name


@pytest.mark.parametrize(
    ("text", "given"), [("YAOVI", "Yaovi"), ("jean-paul", "Jean-Paul"), ("Enyonam  Délali", "Enyonam Délali")]
)
def test_given_names_take_capitals(text, given):
    assert read_given(text) == given


@pytest.mark.parametrize("text", ["", "12", "90 11 22 33", "KAO 2", "???"])
def test_name_without_letters_or_with_digits_is_refused(text):
    with pytest.raises(Refusal, match="bad_name"):
        clean_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=HYPERLINK(A1)",
        "@SUM(A1)",
        "\t=1",
        "\tKAO",
        "+SUM(A1)",
        "-A1",
        "-2+3+cmd|'/c'!A0",
        "+228 90 KAO",
        "#REF!",
        "#NOM?",
        "#N/A",
        "#DIV/0!",
    ],
)
def test_formula_is_told(text):
    assert is_formula(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "KAO",
        "-5",
        "-5,5",
        "- 3",
        "+228 90 11 22 33",
        "+22890112233 / 99445566",
        "+228 90112233 ou 99445566",
        "-",
        "--",
        "#12",
    ],
)
def test_phone_and_negative_number_are_no_formula(text):
    assert not is_formula(text)


@given(st.text(max_size=15))
def test_any_text_starting_like_a_formula_with_letters_is_one(text):
    assert is_formula(f"={text}")
    assert is_formula(f"-a{text}")
