"""Worked cases of docs/algorithms/allocation.md, then what must hold for every month."""

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.core.money import split
from teriya.pay.allowances.engine.entitlement import entitlement, lump_sum
from teriya.pay.allowances.engine.months import Bonus, Change, Month, Retention, days_of, recount, served_parts, thaw

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


def test_orders_are_taken_in_the_order_of_the_pack_up_to_their_share():
    """A third of 30 000 F is 9 900 F for all orders; savings that a rule asks are not counted in it."""
    asked = (Retention("Kit", 5000, kind="kit", order=2), Retention("Trop-perçu", 6000, kind="overpayment", order=1), Retention("Épargne", 2000))  # fmt: skip
    month = replace(
        VEC, days_present=20, retentions=asked, share_max=33, retention_order=("savings", "overpayment", "kit")
    )
    due = entitlement(month)
    assert [(line.retention, line.order, line.amount) for line in due.lines[1:]] == [
        ("savings", 0, -2000), ("overpayment", 1, -6000), ("kit", 2, -3900)]  # fmt: skip
    assert due.net == 18_100


def test_a_month_counted_anew_keeps_its_rates_and_retains_nothing():
    month = replace(
        VEC, days_present=19, changes=(Change(17, 1800, days_present=7),), retentions=(Retention("Épargne", 2000),)
    )
    assert days_of(month) == [12, 7]
    assert [(line.quantity, line.amount) for line in entitlement(recount(month, [12, 8])).lines] == [
        (12, 18_000),
        (8, 14_400),
    ]


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


def told(due) -> list[tuple[str, int]]:
    """Each line as the volunteer reads it, with its francs."""
    return [
        (f"{line.label} : {line.formula}".replace("\u202f", " ").replace("\u00a0", " "), line.amount)
        for line in due.lines
    ]


def test_a_daily_rate_that_changes_on_the_17th_gives_a_line_for_each_rate():
    """12 days at 1 500, then 7 at 1 800."""
    month = replace(VEC, source="Ancien", days_present=19, changes=(Change(17, 1800, "Nouveau", days_present=7),))
    due = entitlement(month)
    assert told(due) == [
        ("Jours de présence, du 1er au 16 : 12 jours × 1 500 = 18 000 F", 18_000),
        ("Jours de présence, du 17 au 31 : 7 jours × 1 800 = 12 600 F", 12_600),
    ]
    assert [line.source for line in due.lines] == ["Ancien", "Nouveau"]


def test_days_above_the_limit_are_those_of_the_lowest_rate():
    """22 days present, 20 paid: 9 × 1 500 of the first 11, then 11 × 1 800."""
    month = replace(VEC, days_present=22, changes=(Change(17, 1800, days_present=11),))
    assert [(line.quantity, line.amount) for line in entitlement(month).lines] == [(9, 13_500), (11, 19_800)]


@pytest.mark.parametrize(
    "proration, lines",
    [("thirtieths", [(16, 32_000), (14, 32_667)]), ("calendar_days", [(16, 30_968), (15, 33_871)]),
     ("full_month", [(16, 30_968), (15, 33_871)])],
)  # fmt: skip
def test_a_monthly_rate_that_changes_on_the_17th_is_counted_under_each_proration(proration, lines):
    """60 000 then 70 000: 60 000 × 16/30 + 70 000 × 14/30 = 64 666,67, to the nearest franc on the sum."""
    month = replace(VNC, proration=proration, changes=(Change(17, 70_000),))
    due = entitlement(month)
    assert [(line.quantity, line.amount) for line in due.lines] == lines
    assert due.net == sum(amount for _parts, amount in lines)


def test_no_franc_is_lost_where_a_month_is_cut_in_three():
    """The same rate said three times: 10 000,33… three times is still 30 001."""
    month = replace(VNC, rate=30_001, changes=(Change(11, 30_001), Change(21, 30_001)))
    assert [line.amount for line in entitlement(month).lines] == [10_000, 10_001, 10_000]


def test_a_rate_that_begins_on_the_31st_adds_no_thirtieth():
    month = replace(VNC, changes=(Change(31, 90_000),))
    assert [(line.quantity, line.amount) for line in entitlement(month).lines] == [(1, 60_000)]


def test_an_absence_is_taken_off_at_the_rate_of_its_day():
    month = replace(VNC, days_not_served=3, changes=(Change(17, 90_000, days_not_served=1),))
    assert [line.amount for line in entitlement(month).lines] == [32_000, -4000, 42_000, -3000]


def test_a_bonus_is_counted_as_the_allowance_is():
    assert told(entitlement(replace(VEC, days_present=19, bonuses=(Bonus("Prime de zone", 100),))))[1] == (
        "Prime de zone : 19 jours × 100 = 1 900 F", 1900)  # fmt: skip
    due = entitlement(replace(VNC, first_day=17, days_not_served=2, bonuses=(Bonus("Prime de zone", 6000),)))
    assert told(due)[-1] == ("Prime de zone : 12/30 × 6 000 = 2 400 F", 2400)


def test_a_lump_sum_is_one_line_with_its_source():
    [line] = lump_sum("Pécule de fin de mission", 50_000, "Arrêté").lines
    assert (line.amount, line.source) == (50_000, "Arrêté")


def test_five_hundred_volunteers_for_four_months_are_120_million():
    month = entitlement(replace(VNC, month_days=30, last_day=30)).net
    assert 500 * 4 * month == 120_000_000


def _consistent(month: Month) -> Month:
    """The days of the stretches are among those of the month; changes come after the first day."""
    return replace(
        month,
        first_day=min(month.first_day, *(change.first_day - 1 for change in month.changes), 28),
        days_present=month.days_present + sum(change.days_present for change in month.changes),
        days_not_served=month.days_not_served + sum(change.days_not_served for change in month.changes),
    )


counts = st.integers(0, 8)
changes = st.lists(
    st.builds(Change, st.integers(2, 27), st.integers(0, 200_000), days_present=counts, days_not_served=counts),
    max_size=3, unique_by=lambda change: change.first_day,
).map(tuple)  # fmt: skip
months = st.builds(
    Month, basis=st.sampled_from(["day_present", "month"]), rate=st.integers(0, 200_000), month_days=st.integers(28, 31),
    proration=st.sampled_from(["thirtieths", "calendar_days", "full_month"]), first_day=st.integers(1, 28),
    last_day=st.just(28), days_present=st.integers(0, 31), days_max=st.integers(0, 31), days_working=st.integers(0, 23),
    days_not_served=st.integers(0, 23), changes=changes,
    bonuses=st.lists(st.builds(Bonus, st.text(max_size=5), st.integers(0, 9000)), max_size=2).map(tuple),
    retentions=st.lists(st.builds(Retention, st.text(max_size=5), st.integers(0, 50_000), order=st.integers(0, 3)), max_size=4).map(tuple), share_max=st.integers(0, 100),
).map(_consistent)  # fmt: skip


@given(months)
def test_lines_sum_to_the_net_and_the_net_is_never_negative(month):
    due = entitlement(month)
    assert due.net == sum(line.amount for line in due.lines) >= 0
    highest = max(rate.rate for rate in (month, *month.changes)) + sum(bonus.rate for bonus in month.bonuses)
    assert due.net + due.retained <= highest * (31 if month.basis == "day_present" else 1) + len(month.bonuses)


@given(months, st.randoms())
def test_the_order_of_what_is_given_changes_nothing(month, random):
    shuffled = {name: list(getattr(month, name)) for name in ("changes", "bonuses", "retentions")}
    for given_in_order in shuffled.values():
        random.shuffle(given_in_order)
    again = replace(month, **{name: tuple(rows) for name, rows in shuffled.items()})
    assert entitlement(again) == entitlement(month)


@given(months)
def test_one_more_day_never_pays_less(month):
    """Whatever the stretch of the month where it falls."""
    served = min(month.days_not_served - sum(change.days_not_served for change in month.changes), 1)
    more = [replace(month, days_present=month.days_present + 1, days_not_served=month.days_not_served - served)]
    for place, change in enumerate(month.changes):
        served = min(change.days_not_served, 1)
        better = replace(change, days_present=change.days_present + 1, days_not_served=change.days_not_served - served)
        rest = [*month.changes[:place], better, *month.changes[place + 1 :]]
        more.append(replace(month, days_present=month.days_present + 1, days_not_served=month.days_not_served - served,
                            changes=tuple(rest)))  # fmt: skip
    assert min(entitlement(one).net for one in more) >= entitlement(month).net


@given(months)
def test_a_month_frozen_on_its_line_gives_the_same_lines_again(month):
    frozen = json.loads(json.dumps(asdict(month) | {"marks": {"present": 3}}))
    assert entitlement(thaw(frozen)) == entitlement(month)


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
