"""Working days and shared days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from teriya.service.attendance.engine.days import overlap, working_days

DAYS = st.dates(date(2011, 1, 1), date(2040, 1, 1))


def test_march_2024_has_twenty_working_days_in_togo():
    """21 days from Monday to Friday, less the 11th."""
    assert len(working_days(date(2024, 3, 1), date(2024, 3, 31), {date(2024, 3, 11)})) == 20


@given(DAYS, st.integers(0, 400), st.sets(DAYS, max_size=20))
def test_a_working_day_is_of_the_week_and_no_holiday(first, length, holidays):
    last = first + timedelta(length)
    days = working_days(first, last, holidays)
    assert days == sorted(set(days))
    assert all(first <= day <= last and day.weekday() < 5 and day not in holidays for day in days)
    assert len(days) + len({d for d in holidays if first <= d <= last and d.weekday() < 5}) == len(
        working_days(first, last, ())
    )


@given(DAYS, DAYS, DAYS, DAYS)
def test_two_spans_share_their_common_days(a, b, c, d):
    (a, b), (c, d) = sorted((a, b)), sorted((c, d))
    shared = overlap(a, b, c, d)
    assert shared == overlap(c, d, a, b)
    assert (shared is None) == (b < c or d < a)
    assert shared is None or shared == (max(a, c), min(b, d))
