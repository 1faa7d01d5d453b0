"""Dates as offices write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake.engine.dates import Birth, is_impossible, read_birth, read_date

ON = date(2026, 1, 1)
BIRTHS = st.dates(date(1930, 1, 1), ON)
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("28/04/1992", date(1992, 4, 28)),
        ("1995-04-11", date(1995, 4, 11)),
        ("26-10-01", date(2001, 10, 26)),  # day, month, year: 26 October 2001
        ("19/03/79", date(1979, 3, 19)),
        ("01/01/26", date(2026, 1, 1)),  # the latest past year may be this one
        ("02/01/26", date(1926, 1, 2)),
        ("8.4.1992", date(1992, 4, 8)),
        ("28 avril 1992", date(1992, 4, 28)),
        ("1er août 1990", date(1990, 8, 1)),
        ("28-avr.-92", date(1992, 4, 28)),
        ("née le 28/04/1992", date(1992, 4, 28)),
        ("Né(e) le 28/04/1992", date(1992, 4, 28)),
        ("1992-04-28 00:00:00", date(1992, 4, 28)),
        ("29/02/2000", date(2000, 2, 29)),
    ],
)
def test_birth_is_read_in_its_forms(text, day):
    assert read_birth(text, on=ON) == Birth(day, day.year)


@pytest.mark.parametrize(
    "text", ["né(e) vers 1994", "Née vers 1994", "NE VERS 1994", "vers 1994", "1994", "env. 1994"]
)
def test_birth_year_alone_counts_as_its_last_day(text):
    birth = read_birth(text, on=ON)
    assert (birth.day, birth.year, birth.approximate) == (None, 1994, True)
    assert birth.reference_date == date(1994, 12, 31)


@pytest.mark.parametrize(
    "text",
    ["31/02/1990", "1990-02-31", "00/01/1990", "12/13/1990", "29-02-01", "30 février 1990", "01/01/0000", "0000"],
)
def test_birth_that_no_calendar_has_is_refused(text):
    with pytest.raises(Refusal) as caught:
        read_birth(text, on=ON)
    assert caught.value.code == "bad_date"
    assert "28/04/1992" in caught.value.sentence


@pytest.mark.parametrize(
    "text", ["", "inconnu", "28041992", "33722", "28/04", "28/04/199", "1992/28/04/01", "vers 94 ans"]
)
def test_birth_in_an_unknown_form_is_refused(text):
    with pytest.raises(Refusal) as caught:
        read_birth(text, on=ON)
    assert caught.value.code == "bad_date"


@given(BIRTHS)
def test_birth_comes_back_from_every_form(day):
    forms = [f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}", f"{day:%d.%m.%Y}", f"{day.day} {MONTHS[day.month - 1]} {day.year}"]
    assert {read_birth(form, on=ON) for form in forms} == {Birth(day, day.year)}


@given(st.dates(ON - timedelta(days=36_000), ON))
def test_two_digit_year_is_the_latest_past(day):
    assert read_birth(f"{day:%d-%m-%y}", on=ON).day == day


@given(st.text(max_size=20))
def test_any_text_is_a_birth_or_a_refusal(text):
    try:
        assert read_birth(text, on=ON).year
    except Refusal as refusal:
        assert refusal.code == "bad_date"


def test_ordinary_two_digit_year_is_of_this_century():
    assert read_date("01/03/26") == read_date("2026-03-01") == date(2026, 3, 1)


def test_ordinary_date_needs_a_day():
    with pytest.raises(Refusal, match="bad_date"):
        read_date("vers 2026")


@pytest.mark.parametrize(
    ("birth", "impossible"),
    [
        (Birth(date(2012, 1, 1), 2012), False),  # 14 that very day
        (Birth(date(2012, 1, 2), 2012), True),
        (Birth(date(1925, 1, 2), 1925), False),  # 100 years old
        (Birth(date(1925, 1, 1), 1925), True),  # 101
        (Birth(date(2021, 5, 3), 2021), True),
        (Birth(date(2030, 1, 1), 2030), True),
        (Birth(None, 2011), False),
        (Birth(None, 2012), True),  # 31 December 2012
    ],
)
def test_birth_is_impossible_under_14_or_over_100(birth, impossible):
    assert is_impossible(birth, ON) is impossible
