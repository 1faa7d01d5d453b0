"""Worked cases of docs/algorithms/allocation.md, then what must hold for every month."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.core.money import split
from teriya.pay.allowances.engine.entitlement import Month, Retention, entitlement, served_parts

VEC = Month(basis="day_present", rate=1500, month_days=31, days_max=20, days_working=22)
VNC = Month(basis="month", rate=60_000, month_days=31, days_working=22)


@pytest.mark.parametrize("days, due", [(20, 30_000), (19, 28_500), (18, 27_000), (22, 30_000), (1, 1500), (0, 0)])
def test_days_present_are_paid_up_to_twenty(days, due):
    assert entitlement(replace(VEC, days_present=days)).net == due


def test_the_formula_is_the_one_that_the_volunteer_reads():
    [line] = entitlement(replace(VEC, days_present=19)).lines
    assert line.formula.replace("\u202f", " ").replace("\u00a0", " ") == "19 jours × 1 500 = 28 500 F"


def test_savings_are_a_line_of_their_own():
    """Ogou 2, September 2020: 1 500 F is a day missed, 2 000 F is not a multiple of it."""
    due = entitlement(replace(VEC, days_present=19, retentions=(Retention("Épargne", 2000),)))
    assert (due.net, due.retained, [line.amount for line in due.lines]) == (26_500, 2000, [28_500, -2000])


def test_a_retention_takes_no_more_than_what_is_due():
    due = entitlement(replace(VEC, days_present=1, retentions=(Retention("Épargne", 2000),)))
    assert (due.net, due.retained) == (0, 1500)


@pytest.mark.parametrize("month_days", [28, 29, 30, 31])
def test_a_full_month_is_the_whole_rate_whatever_its_days(month_days):
    assert entitlement(replace(VNC, month_days=month_days, last_day=month_days)).net == 60_000


@pytest.mark.parametrize(
    "first, last, month_days, parts",
    [
        (17, 31, 31, 14),
        (17, 30, 30, 14),
        (17, 28, 28, 14),
        (1, 16, 31, 16),
        (1, 30, 31, 30),
        (31, 31, 31, 1),
        (10, 20, 30, 11),
    ],
)
def test_thirtieths_count_thirty_days_in_every_month(first, last, month_days, parts):
    assert served_parts(replace(VNC, first_day=first, last_day=last, month_days=month_days)) == (parts, 30)


@pytest.mark.parametrize("proration, due", [("thirtieths", 28_000), ("calendar_days", 29_032), ("full_month", 60_000)])
def test_a_mission_that_starts_on_the_17th(proration, due):
    """60 000 × 14/30 = 28 000; × 15/31 = 29 032; a month begun is due."""
    assert entitlement(replace(VNC, first_day=17, proration=proration)).net == due


def test_an_absence_takes_one_thirtieth_off_a_monthly_allowance():
    due = entitlement(replace(VNC, days_not_served=2))
    assert (due.net, [line.amount for line in due.lines]) == (56_000, [60_000, -4000])


def test_a_month_without_a_day_served_is_not_due():
    assert entitlement(replace(VNC, days_not_served=22)).net == 0


def test_an_unknown_proration_is_an_error():
    with pytest.raises(ValueError, match="days_present"):
        entitlement(replace(VNC, proration="days_present"))


months = st.builds(
    Month, basis=st.sampled_from(["day_present", "month"]), rate=st.integers(0, 200_000), month_days=st.integers(28, 31),
    proration=st.sampled_from(["thirtieths", "calendar_days", "full_month"]), first_day=st.integers(1, 28),
    last_day=st.just(28), days_present=st.integers(0, 31), days_max=st.integers(0, 31), days_working=st.integers(0, 23),
    days_not_served=st.integers(0, 23),
    retentions=st.lists(st.builds(Retention, st.text(max_size=5), st.integers(0, 50_000)), max_size=4).map(tuple),
)  # fmt: skip


@given(months)
def test_lines_sum_to_the_net_and_the_net_is_never_negative(month):
    due = entitlement(month)
    assert due.net == sum(line.amount for line in due.lines) >= 0
    assert due.net + due.retained <= max(month.rate, month.rate * 31)


@given(months, st.randoms())
def test_the_order_of_retentions_changes_nothing(month, random):
    shuffled = list(month.retentions)
    random.shuffle(shuffled)
    assert entitlement(replace(month, retentions=tuple(shuffled))) == entitlement(month)


@given(months)
def test_one_more_day_never_pays_less(month):
    more = replace(month, days_present=month.days_present + 1, days_not_served=max(month.days_not_served - 1, 0))
    assert entitlement(more).net >= entitlement(month).net


@given(st.integers(0, 10**9), st.lists(st.integers(0, 100), min_size=1, max_size=6).filter(any))
def test_a_split_sums_to_the_franc(francs, weights):
    parts = split(francs, weights)
    assert sum(parts) == francs
    assert all(
        abs(part * sum(weights) - francs * weight) < sum(weights) for part, weight in zip(parts, weights, strict=True)
    )


def test_three_funders_share_to_the_franc():
    assert split(28_500, [60, 30, 10]) == [17_100, 8550, 2850]
    assert split(100, [1, 1, 1]) == [34, 33, 33]
