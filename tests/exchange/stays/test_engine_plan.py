"""Back-planning: working days, never past the delay, the order kept; interviews within the stay; months told once over."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from teriya.exchange.stays.engine.plan import (
    Step,
    Talk,
    already_late,
    days_served,
    due_dates,
    earliest_departure,
    is_month_late,
    months_to_tell,
    talk_dates,
)

DAYS = st.dates(date(2025, 1, 1), date(2029, 12, 31))
STEPS = st.lists(st.builds(Step, st.uuids().map(str), st.sampled_from(["home", "host"]), st.integers(-60, 200)), unique_by=lambda one: one.code, max_size=12)  # fmt: skip
TALKS = [Talk("first", 0, 21), Talk("middle", 50, 0), Talk("last", 100, -14)]


def is_open(day: date) -> bool:
    return day.weekday() < 5 and day != date(2027, 1, 13)


def test_worked_case():
    """A departure on Monday 1 March 2027: the passport is due 90 days before, a Tuesday; the tutor is met by the Monday after."""
    steps = [Step("passport", "home", 90), Step("ticket", "home", 15), Step("tutor_met", "host", -7)]
    due = due_dates(steps, date(2027, 3, 1), is_open)
    assert due == {"passport": date(2026, 12, 1), "ticket": date(2027, 2, 12), "tutor_met": date(2027, 3, 8)}
    assert already_late(due, date(2026, 12, 2)) == ["passport"]
    assert earliest_departure(steps, date(2026, 12, 5), is_open) == date(
        2027, 3, 7
    )  # 90 days before it is Monday 7 December


@given(STEPS, DAYS)
def test_each_line_is_due_on_a_working_day_within_its_delay(steps, departs_on):
    due = due_dates(steps, departs_on, is_open)
    for step in steps:
        day, exact = due[step.code], departs_on - timedelta(step.days)
        assert is_open(day) and abs((day - exact).days) <= 4
        assert day <= exact if step.days >= 0 else day >= exact


@given(STEPS, DAYS)
def test_a_longer_delay_is_never_due_later(steps, departs_on):
    due = due_dates(steps, departs_on, is_open)
    ordered = [due[step.code] for step in sorted(steps, key=lambda one: -one.days)]
    assert ordered == sorted(ordered)


@given(STEPS, DAYS)
def test_the_earliest_departure_leaves_nothing_late_and_a_day_before_does(steps, today):
    first = earliest_departure(steps, today, is_open)
    assert already_late(due_dates(steps, first, is_open), today) == []
    if any(step.days > 0 for step in steps):
        assert already_late(due_dates(steps, first - timedelta(1), is_open), today)


@given(DAYS, st.integers(0, 700))
def test_interviews_are_within_the_stay_and_in_order(first, length):
    last = first + timedelta(length)
    days = list(talk_dates(TALKS, first, last).values())
    assert all(first <= day <= last for day in days)
    if length >= 60:
        assert days == sorted(days)


@given(DAYS, st.integers(0, 700), st.integers(-10, 800))
def test_months_are_told_once_over_and_only_of_the_stay(first, length, later):
    last, today = first + timedelta(length), first + timedelta(later)
    months = months_to_tell(first, last, today)
    assert months == sorted(set(months)) and all(month.day == 1 for month in months)
    assert all(first.replace(day=1) <= month <= last for month in months)
    if today >= last:
        assert len(months) == (last.year - first.year) * 12 + last.month - first.month + 1


def test_a_month_is_late_a_week_after_its_end_or_the_stay_s():
    last = date(2027, 5, 10)
    assert not is_month_late(date(2027, 3, 1), last, date(2027, 4, 7)) and is_month_late(
        date(2027, 3, 1), last, date(2027, 4, 8)
    )
    assert is_month_late(date(2027, 5, 1), last, date(2027, 5, 18))
    assert days_served(date(2027, 5, 1), date(2027, 5, 31)) == 31
