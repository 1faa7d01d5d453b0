"""Communes as offices write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake.engine.places import Match, PlaceIndex

NAMES = [
    "Kpélé 1",
    "Kpélé 2",
    "Est-Mono 1",
    "Est-Mono 3",
    "Agou 1",
    "Ogou 1",
    "Ogou 2",
    "Moyen-Mono 1",
    "Vo 1",
    "Wawa 3",
]
INDEX = PlaceIndex([(name.upper(), name, ["Adéta"] if name == "Kpélé 1" else []) for name in NAMES])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("KPÉLÉ 1", "Kpélé 1"),
        (" Kpele1", "Kpélé 1"),
        ("Commune de Kpélé 1", "Kpélé 1"),
        ("Mairie de kpélé-01", "Kpélé 1"),
        ("Est Mono 3", "Est-Mono 3"),
        ("ESTMONO 3", "Est-Mono 3"),
        ("commune d'Ogou 2", "Ogou 2"),
        ("Adeta", "Kpélé 1"),
        ("Kpéllé 1", "Kpélé 1"),
        ("Est-Moon 3", "Est-Mono 3"),
        ("Commune de Moyen-Mano 1", "Moyen-Mono 1"),
    ],
)
def test_place_is_found_however_written(text, name):
    assert INDEX.match(text) == Match(name.upper())


def test_place_without_its_number_is_never_guessed():
    assert INDEX.match("Kpélé") == Match(None, ("KPÉLÉ 1", "KPÉLÉ 2"))
    assert INDEX.match("Wawa") == Match(None, ("WAWA 3",))
    assert INDEX.match("Kpélé 7") == Match(None, ("KPÉLÉ 1", "KPÉLÉ 2"))


def test_slip_between_two_places_is_not_settled():
    assert INDEX.match("Gou 1") == Match(None)  # too short to tell
    assert INDEX.match("Tgou 1") == Match(None, ("AGOU 1", "OGOU 1"))


@pytest.mark.parametrize("text", ["", "1", "Paris 1", "Va 1", "Kpalimé"])
def test_unknown_place_has_no_candidate(text):
    assert INDEX.match(text) == Match(None)


def test_two_places_of_one_name_are_both_candidates():
    index = PlaceIndex([("A", "Thiou", []), ("B", "Thiou", [])])
    assert index.match("THIOU") == Match(None, ("A", "B"))


def test_reading_a_place_refuses_with_its_candidates():
    assert INDEX.read("kpele 2") == "KPÉLÉ 2"
    with pytest.raises(Refusal, match=r"which_place: .*Kpélé 1, Kpélé 2"):
        INDEX.read("Kpélé")
    with pytest.raises(Refusal, match="unknown_place"):
        INDEX.read("Paris")


@given(st.sampled_from(NAMES), st.data())
def test_one_letter_of_a_long_name_may_be_wrong(name, data):
    base, number = name.rsplit(" ", 1)
    place = data.draw(st.integers(0, len(base) - 1))
    slip = base[:place] + "z" + base[place + 1 :]
    assert INDEX.match(f"{slip} {number}").code in (name.upper(), None)
    assert len(base) < 6 or base[place] == "-" or INDEX.match(f"{slip} {number}").code == name.upper()
