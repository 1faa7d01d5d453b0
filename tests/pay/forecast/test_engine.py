"""The engine, on plain numbers: worked cases of docs/algorithms/prevision.md, and what never fails."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from teriya.pay.forecast.engine.balances import Account, accounts, reaches
from teriya.pay.forecast.engine.changes import changed
from teriya.pay.forecast.engine.concentration import concentration
from teriya.pay.forecast.engine.flows import Outflow, Prices, in_cells
from teriya.pay.forecast.engine.months import first_of, index, last_of, term
from teriya.pay.forecast.engine.posts import Assumptions, Post, spans

START, MONTHS = index(date(2026, 3, 1)), 24
THIRTIETHS = Prices(
    lambda form, diploma, first, last: 60_000 * (30 if last == last_of(index(last)) and first.day == 1 else last.day - first.day + 1) // 30,
    lambda form, first, allowance: allowance * 17 // 1000,
    lambda form, begun, last, reason: 100_001 if reason == "term" else 0,
)  # fmt: skip


def post(
    sort="running",
    payers=((1, 1),),
    since=date(2026, 3, 1),
    last=date(2026, 8, 31),
    count=1,
    renewals=0,
    months=12,
    region=1,
):
    return Post(sort, "VNC", "bac", region, payers, since, since, last, months, renewals, "term", count)


def counted(*posts, assumed=None, months=MONTHS):
    return Outflow(START, months, THIRTIETHS).lines(spans(posts, assumed or Assumptions()))


def cells(*posts, assumed=None):
    return Outflow(START, MONTHS, THIRTIETHS).francs(spans(posts, assumed or Assumptions()))


def of(lines, *sorts):
    return sum(line.francs for line in lines if line.sort in sorts)


def test_a_month_served_is_paid_the_next_one_and_a_part_of_a_month_by_its_days():
    lines = counted(post(since=date(2026, 3, 11), last=date(2026, 5, 10)))
    assert [(line.month - START, line.francs) for line in lines if line.sort == "running"] == [
        (1, 42_000),
        (2, 60_000),
        (3, 20_000),
    ]
    assert of(lines, "end") == 100_001 and of(lines, "cover") == 714 + 340 + 1_020


def test_what_is_expected_is_a_part_of_the_whole_sum_shared_to_the_franc():
    three = ((1, 1), (2, 1), (3, 1))
    lines = counted(
        post(payers=three, count=7, last=date(2026, 3, 31), renewals=1, months=1), assumed=Assumptions(renewal=35)
    )
    renewed = [line.francs for line in lines if line.sort == "renewal"]
    assert renewed == [49_000, 49_000, 49_000] and sum(renewed) == 7 * 60_000 * 35 // 100
    ended = {line.percent: line.francs for line in lines if line.sort == "end" and line.envelope == 1}
    assert (
        set(ended) == {65, 35} and of(lines, "end") == 455_005 + 245_002
    )  # 7 × 100 001 × 65 and 35 ÷ 100, each rounded once


def test_money_runs_dry_in_a_region_that_the_envelope_pays():
    outs = cells(post(count=2, last=date(2026, 6, 30)), post(count=1, last=date(2026, 6, 30), region=2))
    found = accounts({1: 400_000}, {}, outs, MONTHS)
    assert found[1].balances[:4] == [400_000, 216_940, 33_880, -149_180] and found[1].dry == 3
    regions = reaches(found, outs, MONTHS)
    assert (regions[1].dry, regions[2].dry) == (3, 3)
    assert sum(sum(reach.uncovered) for reach in regions.values()) == sum(found[1].uncovered)


def test_an_envelope_never_says_dry_while_money_comes_in_time():
    account = Account(0, [100, 0, 300], [100, 0, 250])
    assert account.dry is None and account.balances == [0, 0, 50]
    late = Account(0, [0, 100], [100, 0])
    assert late.dry == 0 and late.uncovered == [100, 0]


def test_one_source_is_ten_thousand_and_four_equal_ones_a_quarter_of_it():
    assert concentration({"state": 3_000_000_000}).index == 10_000
    assert concentration(dict.fromkeys("abcd", 7)).index == 2_500
    found = concentration({"state": 3_000, "un": 1_000, "host": 0, "company": -5})
    assert (found.index, found.largest, found.shares) == (6_250, "state", {"state": 7_500, "un": 2_500})
    assert concentration({}).index == 0


def test_a_contract_of_months_ends_the_day_before_and_at_the_end_of_short_months():
    assert term(date(2026, 3, 1), 12) == date(2027, 2, 28)
    assert term(date(2026, 3, 15), 1) == date(2026, 4, 14)
    assert term(date(2026, 1, 31), 1) == date(2026, 2, 27)


def test_who_is_renewed_may_be_renewed_again_as_often_as_the_form_allows():
    lines = counted(post(last=date(2026, 3, 31), renewals=2, months=1), assumed=Assumptions(renewal=50))
    assert [line.francs for line in lines if line.sort == "renewal"] == [30_000, 15_000]
    assert [line.percent for line in lines if line.sort == "end"] == [50, 25, 25]  # everybody ends once


def test_people_of_a_scenario_fall_where_the_others_are_by_largest_remainders():
    change = {"what": "number", "form": "VNC", "since": "2026-06-01", "months": 2, "envelope": 1}
    for people, parts in ((10, {1: 7, 2: 3}), (-5, {1: -3, 2: -2})):
        found = changed([post(count=2), post(count=1, region=2)], [], {}, Assumptions(), [change | {"people": people}])
        assert {one.region: one.people for one in found.posts if one.sort == "more"} == parts
    assert [one.region for one in changed([], [], {}, Assumptions(), [change | {"people": 4}]).posts] == [0]


days = st.integers(0, 900).map(lambda n: date.fromordinal(date(2026, 3, 1).toordinal() + n))
payers = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 99)), max_size=3, unique_by=lambda pair: pair[0]).map(
    tuple
)


@st.composite
def posts(draw):
    since = draw(days)
    return post(draw(st.sampled_from(["running", "prepared", "seat"])), draw(payers), since, max(since, draw(days)),
                draw(st.integers(1, 40)), draw(st.integers(0, 3)), draw(st.integers(1, 14)), draw(st.integers(1, 3)))  # fmt: skip


assumed = st.builds(Assumptions, renewal=st.integers(0, 100), filling=st.integers(0, 100))


@settings(max_examples=60)
@given(st.lists(posts(), max_size=6), assumed, st.randoms())
def test_the_order_of_what_is_read_changes_nothing(found, assumed, chance):
    other = list(found)
    chance.shuffle(other)
    assert sorted(map(str, counted(*found, assumed=assumed))) == sorted(map(str, counted(*other, assumed=assumed)))


@settings(max_examples=60)
@given(st.lists(posts(), min_size=1, max_size=5), assumed)
def test_months_envelopes_and_regions_sum_to_the_lines(found, assumed):
    lines = counted(*found, assumed=assumed)
    total = sum(line.francs for line in lines)
    outs = cells(*found, assumed=assumed)
    assert {cell: row for cell, row in outs.items() if any(row)} == in_cells(lines, START, MONTHS)
    held = accounts({1: 10**6, 2: 0}, {}, outs, MONTHS)
    assert sum(sum(account.spent) for account in held.values()) == total
    regions = reaches(held, outs, MONTHS)
    assert sum(sum(reach.spent) for reach in regions.values()) == total
    assert sum(sum(reach.uncovered) for reach in regions.values()) == sum(sum(a.uncovered) for a in held.values())


@settings(max_examples=60)
@given(posts(), assumed)
def test_sharing_a_cost_between_payers_loses_no_franc(one, assumed):
    alone = counted(one._replace(payers=((1, 1),)), assumed=assumed)
    assert sum(line.francs for line in alone) == sum(line.francs for line in counted(one, assumed=assumed))


@settings(max_examples=40)
@given(posts())
def test_a_long_mission_costs_what_its_months_cost_one_by_one(one):
    """Counted by where whole months begin and stop, and day by day: the same francs."""
    months = range(max(index(one.since), START), min(index(one.last), START + MONTHS - 2) + 1)
    by_hand = sum(
        THIRTIETHS.allowance("", "", max(one.since, first_of(month)), min(one.last, last_of(month)))
        for month in months
    )
    assert of(counted(one, assumed=Assumptions()), one.sort) == one.people * by_hand
