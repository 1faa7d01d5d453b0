"""Worked cases: Togo, loi n° 2011-001, art. 28 (five years in all); practice of one year renewable once (l-frii.com, 2022)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.service.missions.engine.caps import Length, exceeds, length

YEAR = Length(12)


def years(count: int) -> list[tuple[date, date]]:
    """`count` contracts of a year, one after the other, from 1 March 2018."""
    return [(date(2018 + n, 3, 1), date(2019 + n, 3, 1) - timedelta(1)) for n in range(count)]


def test_sixth_year_is_refused_and_fifth_is_not():
    assert exceeds(length(years(5)), YEAR, 60)
    assert not exceeds(length(years(4)), YEAR, 60)


def test_third_year_goes_beyond_the_practice_and_second_does_not():
    assert exceeds(length(years(2)), YEAR, 24)
    assert not exceeds(length(years(1)), YEAR, 24)


def test_one_day_beyond_the_cap_is_beyond():
    assert exceeds(Length(48, 1), YEAR, 60)
    assert exceeds(Length(48, 20), Length(11, 15), 60)
    assert not exceeds(Length(48, 15), Length(11, 15), 60)


def test_no_cap_is_never_exceeded():
    assert not exceeds(Length(600), YEAR, None)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 3, 1), date(2027, 2, 28), Length(12)),
        (date(2024, 1, 31), date(2024, 2, 28), Length(1)),
        (date(2024, 1, 15), date(2024, 2, 14), Length(1)),
        (date(2024, 1, 15), date(2024, 2, 15), Length(1, 1)),
        (date(2024, 2, 1), date(2024, 2, 28), Length(0, 28)),
        (date(2024, 5, 1), date(2024, 5, 1), Length(0, 1)),
    ],
)
def test_days_to_months(first, last, expected):
    assert length([(first, last)]) == expected


def test_contract_and_renewal_without_gap_count_as_one():
    assert length([(date(2024, 1, 11), date(2024, 1, 31)), (date(2024, 1, 1), date(2024, 1, 10))]) == Length(1)


def test_odd_days_of_several_missions_make_a_month():
    broken = [(date(2020, 1, 1), date(2020, 1, 20)), (date(2021, 1, 1), date(2021, 1, 15))]
    assert str(length(broken)) == "1 mois et 5 jours"


@given(st.dates(date(2011, 1, 1), date(2040, 1, 1)), st.integers(0, 3000), st.integers(1, 200))
def test_a_longer_service_never_counts_less(first, days, more):
    last = first + timedelta(days)
    assert length([(first, last)]) < length([(first, last + timedelta(more + 31))])


@given(st.lists(st.dates(date(2011, 1, 1), date(2040, 1, 1)), max_size=6), st.randoms(use_true_random=False))
def test_order_of_the_periods_does_not_matter(days, random):
    periods = [(day, day + timedelta(40)) for day in days]
    shuffled = random.sample(periods, len(periods))
    assert length(periods) == length(shuffled)
