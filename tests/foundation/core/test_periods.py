from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.core.periods import Month, add_months, between, last_day

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
TERMS = st.integers(1, 60)


@pytest.mark.parametrize(
    "start, months, last",
    [
        ("2026-03-01", 12, "2027-02-28"),  # a mission of a year
        ("2026-01-31", 1, "2026-02-27"),  # the month ends the day before the 28th
        ("2023-03-01", 12, "2024-02-29"),  # a leap year gives its day
        ("2024-02-29", 12, "2025-02-27"),
        ("2025-07-15", 6, "2026-01-14"),
    ],
)
def test_a_term_of_whole_months_ends_the_day_before(start, months, last):
    assert last_day(date.fromisoformat(start), months) == date.fromisoformat(last)


@pytest.mark.parametrize(
    "day, months, later",
    [("2026-01-31", 1, "2026-02-28"), ("2026-03-31", -1, "2026-02-28"), ("2025-12-15", 1, "2026-01-15")],
)
def test_months_are_added_within_the_month(day, months, later):
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(later)


@given(DAYS, TERMS)
def test_the_next_term_begins_the_day_after_the_last(start, months):
    assert last_day(start, months) + timedelta(1) == add_months(start, months)


@given(DAYS, st.integers(-60, 60))
def test_adding_months_lands_in_that_month(day, months):
    landed = add_months(day, months)
    assert (landed.year - day.year) * 12 + landed.month - day.month == months
    assert landed.day == min(day.day, Month.of(landed).last.day)


@given(DAYS)
def test_a_month_holds_each_of_its_days_once(day):
    month = Month.of(day)
    assert day in month.days()
    assert (month.days()[0], month.days()[-1]) == (month.first, month.last)
    assert {Month.of(other) for other in month.days()} == {month}


@given(DAYS, DAYS)
def test_months_follow_each_other_as_their_days_do(one, other):
    assert (Month.of(one) < Month.of(other)) == (Month.of(one).first < Month.of(other).first)


def test_a_month_is_written_year_first():
    assert str(Month(2026, 3)) == "2026-03"


def test_a_period_holds_both_its_ends():
    period = between(date(2026, 3, 1), date(2026, 3, 31))
    assert date(2026, 3, 1) in period and date(2026, 3, 31) in period and date(2026, 4, 1) not in period


def test_a_period_without_end_never_ends():
    assert date(2100, 1, 1) in between(date(2026, 3, 1), None)
