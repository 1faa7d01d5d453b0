"""Balance, tolerance, and who owes whom: worked cases, and what stays true whatever the numbers."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.exchange.balances.engine.balance import REACHED, Balance, Stage, Verdict, Way, beyond_since, count
from teriya.exchange.balances.engine.settling import Paid, settle

BETWEEN = ("tg", "bf")
SHARES = {  # what the sender, the receiver and a third party plan to give for each line
    "ticket": (300_000, 0, 0), "visa": (25_000, 0, 0), "allowance": (0, 720_000, 0), "housing": (0, 360_000, 0),
    "training": (40_000, 40_000, 0), "insurance": (30_000, 0, 30_000),
}  # fmt: skip


def a_cost(uid: str, line: str, sender: str, payer: str, amount: int) -> Paid:
    return Paid(uid, line, sender, payer, amount, SHARES.get(line, (0, 0, 0)))


def a_balance(accepted: tuple[int, int], deployed: tuple[int, int], *, tolerance: int = 1) -> Balance:
    counts = {(Stage.ACCEPTED, Way.OUT): accepted[0], (Stage.ACCEPTED, Way.IN): accepted[1],
              (Stage.DEPLOYED, Way.OUT): deployed[0], (Stage.DEPLOYED, Way.IN): deployed[1]}  # fmt: skip
    return Balance({Way.OUT: 5, Way.IN: 5}, counts, tolerance)


@pytest.mark.parametrize(
    ("accepted", "deployed", "verdict", "beyond"),
    [
        ((4, 3), (4, 3), Verdict.KEPT, 0),
        ((4, 2), (3, 2), Verdict.COMING, 1),
        ((4, 2), (4, 2), Verdict.LEFT, 1),
        ((2, 5), (1, 4), Verdict.LEFT, 2),
    ],
)
def test_those_arrived_are_judged_then_those_who_will(accepted, deployed, verdict, beyond):
    found = a_balance(accepted, deployed)
    assert (found.verdict, found.beyond) == (verdict, beyond)


def test_ten_agreed_and_six_arrived_fill_six_places_of_ten():
    """Four of five sent, two of five received: 80 % and 40 %."""
    found = a_balance((4, 2), (4, 2))
    assert [found.fill(Stage.DEPLOYED, way) for way in (Way.OUT, Way.IN)] == [Fraction(4, 5), Fraction(2, 5)]
    assert Balance({}, {}, 0).fill(Stage.DEPLOYED, Way.OUT) is None


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 10))
def test_the_room_is_exactly_what_keeps_within_the_tolerance(out, into, tolerance):
    found = a_balance((out, into), (0, 0), tolerance=tolerance)
    room = found.room(Way.OUT)
    if abs(found.gap(Stage.ACCEPTED)) <= tolerance:
        assert a_balance((out + room, into), (0, 0), tolerance=tolerance).verdict == Verdict.KEPT
        assert a_balance((out + room + 1, into), (0, 0), tolerance=tolerance).verdict == Verdict.COMING
    else:
        assert found.beyond == abs(out - into) - tolerance > 0
        assert room == 0 or out < into  # the way that brings it back stays open


def test_a_worked_statement():
    """The example of docs/algorithms/reciprocite.md."""
    costs = [
        a_cost("1", "ticket", "tg", "tg", 310_000),  # the sender bears it and paid it
        a_cost("2", "allowance", "tg", "bf", 720_000),  # the receiver bears it and paid it
        a_cost("3", "ticket", "bf", "tg", 175_000),  # Lomé bought the way home of a Burkinabè
        a_cost("4", "training", "tg", "bf", 80_001),  # half each, the odd franc to the sender
        a_cost("5", "insurance", "tg", "bf", 60_000),  # half by a partner, through who paid
    ]
    found = settle(costs, BETWEEN)
    assert dict(found.owed) == {"bf": 175_000, "tg": 70_001}
    assert (found.debtor, found.creditor, found.net) == ("bf", "tg", 104_999)


costs = st.lists(
    st.builds(
        a_cost, st.uuids().map(str), st.sampled_from([*SHARES, "monitoring"]), st.sampled_from(BETWEEN), st.sampled_from(BETWEEN), st.integers(1, 10**9)
    ),
    unique_by=lambda one: one.uid,
)  # fmt: skip


@given(costs, st.randoms(use_true_random=False))
def test_both_agencies_find_the_same_statement(some, chance):
    shuffled = list(some)
    chance.shuffle(shuffled)
    assert settle(some, BETWEEN) == settle(shuffled, ("bf", "tg"))


@given(costs)
def test_once_the_net_is_paid_each_has_borne_its_share_to_the_franc(some):
    found = settle(some, BETWEEN)
    spent = {code: sum(one.amount for one in some if one.payer == code) for code in BETWEEN}
    if found.net:
        spent[found.debtor] += found.net
        spent[found.creditor] -= found.net
    assert spent == {code: sum(line.shares[code] for line in found.lines) for code in BETWEEN}
    assert sum(spent.values()) == sum(one.amount for one in some)


@given(costs, st.integers(0, 5))
def test_two_statements_owe_what_one_would(some, cut):
    whole, parts = settle(some, BETWEEN), [settle(part, BETWEEN) for part in (some[:cut], some[cut:])]
    for code in BETWEEN:
        assert whole.owed[code] == sum(part.owed[code] for part in parts)


@given(costs)
def test_what_the_convention_does_not_name_is_owed_by_nobody(some):
    assert settle([one for one in some if one.line == "monitoring"], BETWEEN).net == 0


@given(st.lists(st.tuples(st.sampled_from(Way), st.sampled_from([*REACHED, "prepared", "undelivered"]))))
def test_each_stage_contains_the_next(stays):
    found = count(stays)
    for way in Way:
        numbers = [found.get((stage, way), 0) for stage in Stage]
        assert numbers == sorted(numbers, reverse=True)
        assert numbers[0] == sum(1 for one, state in stays if one == way and state in REACHED)


@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(Way))), st.integers(0, 3))
def test_the_day_since_which_the_gap_is_beyond(moves, tolerance):
    dated = [(date(2026, 1, 1) + timedelta(days), way) for days, way in moves]
    gap = sum(1 if way == Way.OUT else -1 for _day, way in dated)
    since = beyond_since(dated, tolerance)
    assert (since is not None) == (abs(gap) > tolerance)
    if since:
        before = sum(1 if way == Way.OUT else -1 for day, way in dated if day < since)
        assert abs(before) <= tolerance
