"""What an SMS says."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.insertion.surveys.engine.answers import Heard, read

ON = date(2025, 6, 2)
ROUTES = {
    "employed_host": ("embauché par la structure d’accueil", "ma structure"), "employed_other": ("autre emploi",),
    "civil_service": ("fonction publique", "civil service"), "own_business": ("à son compte", "à mon compte"), "studies": ("études",),
    "training": ("formation",), "volunteering": ("volontaire",), "none": ("rien", "nothing"),
}  # fmt: skip
MARCH = date(2025, 3, 1)


@pytest.mark.parametrize(
    "said, heard",
    [
        ("4", Heard("own_business")),
        ("4.", Heard("own_business")),
        (" A mon  COMPTE ", Heard("own_business")),
        ("Études !", Heard("studies")),
        ("03/2025", Heard(month=MARCH)),
        ("4 03 2025", Heard("own_business", MARCH)),
        ("autre emploi mars 2025", Heard("employed_other", MARCH)),
        ("2 mars", Heard("employed_other", MARCH)),
        ("décembre", Heard(month=date(2024, 12, 1))),
        ("refus", Heard(is_refusal=True)),
        ("4 5", Heard()),
        ("45", Heard()),
        ("9", Heard()),
        ("0", Heard()),
        ("07/2025", Heard()),
        ("13/2025", Heard()),
        ("je cherche", Heard()),
        ("", Heard()),
    ],
)
def test_what_is_heard(said, heard):
    assert read(said.upper().split(), ROUTES, ON) == heard


@given(st.text(max_size=40))
def test_whatever_is_sent_is_read_or_not_and_never_names_a_month_to_come(said):
    heard = read(said.upper().split(), ROUTES, ON)
    assert heard.route in {"", *ROUTES} and (heard.month is None or heard.month <= ON)
