"""The share-out and the flags: worked cases, and what is always true."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.insertion.groups.engine.box import Counted, follow
from teriya.insertion.groups.engine.flags import Norms, average_tenths, of_average, of_group, of_month, people_at
from teriya.insertion.groups.engine.shareout import share_out

NORMS = Norms(15, 30, 200, 300, 5, 5)
BUREAU = ["president", "secretary", "treasurer", "counter", "counter"]
PASSBOOKS = st.lists(st.integers(0, 260), min_size=1, max_size=40).filter(any)


def test_havilonlon():
    """27 members, 3 004 stamps of 200 F, 600 800 F saved; 778 225 F shared: 259 F a stamp, 189 F to the solidarity box."""
    stamps = [111] * 26 + [118]
    found = share_out(778_225, stamps)
    assert (sum(stamps), sum(stamps) * 200) == (3004, 600_800)
    assert (found.stamp, found.rest) == (259, 189)
    assert found.parts == (28_749,) * 26 + (30_562,)


@given(st.integers(0, 10**9), PASSBOOKS, st.randoms())
def test_every_franc_is_given_once_and_the_order_does_not_count(francs, stamps, random):
    found = share_out(francs, stamps)
    assert sum(found.parts) + found.rest == francs and 0 <= found.rest < sum(stamps)
    order = random.sample(range(len(stamps)), len(stamps))
    again = share_out(francs, [stamps[n] for n in order])
    assert (again.stamp, again.rest) == (found.stamp, found.rest)
    assert list(again.parts) == [found.parts[n] for n in order]


@given(st.integers(0, 10**9), PASSBOOKS)
def test_more_stamps_never_give_less_and_as_many_give_as_much(francs, stamps):
    found = sorted(zip(stamps, share_out(francs, stamps).parts, strict=True))
    parts = [part for _count, part in found]
    assert parts == sorted(parts)
    assert len(set(found)) == len(set(stamps))


@pytest.mark.parametrize(("francs", "stamps"), [(100, []), (100, [0, 0]), (-1, [2]), (100, [3, -1])])
def test_nothing_is_shared_without_stamps(francs, stamps):
    with pytest.raises(ValueError):
        share_out(francs, stamps)


def test_a_first_meeting_says_how_many_came():
    """18 350 F saved and 1 650 F of solidarity at 50 F: 33 members, above 30."""
    assert people_at(1_650, 50, 1) == 33
    [standing] = follow([Counted(1, 367, savings_box=18_350, solidarity_in=1_650, solidarity_box=1_650)], stamp=50)
    flags = {flag.code: flag.facts for flag in of_month(standing, members=30, contribution=50, norms=NORMS)}
    assert flags == {"people_high": {"francs": 1_650, "each": 50, "people": 33, "most": 30}, "stamps_high": {"stamps": 367, "most": 150}}  # fmt: skip


def test_an_average_outside_the_norm_is_seen():
    assert average_tenths(7_879, 204) == 386
    [flag] = of_average(7_879, 204, NORMS)
    assert flag.facts == {"tenths": 386, "members": 7_879, "groups": 204, "least": 15, "most": 30}
    assert [*of_average(30 * 204, 204, NORMS), *of_average(0, 0, NORMS)] == []


def test_the_group_itself():
    assert list(of_group(25, BUREAU, 3, 250, NORMS)) == []
    assert [flag.code for flag in of_group(31, BUREAU[:4], 2, 500, NORMS)] == ["members_high", "bureau_short", "keys", "stamp_out"]  # fmt: skip
    assert [flag.code for flag in of_group(14, BUREAU, 3, 200, NORMS)] == ["members_low"]


def test_a_box_that_does_not_tie_is_seen_in_its_own_month():
    """Start 0; 100 stamps of 200 F and a loan of 12 000 F leave 8 000 F; the second month starts from what was counted."""
    months = [Counted(4, 100, loans_given=12_000, savings_box=7_900), Counted(4, 50, loans_repaid=12_500, interest=700, savings_box=31_100)]  # fmt: skip
    first, second = follow(months, stamp=200)
    assert (first.savings_due, first.loans, second.savings_due, second.loans, second.savings) == (8_000, 12_000, 31_100, -500, 30_000)  # fmt: skip
    told = [[flag.code for flag in of_month(one, members=20, contribution=0, norms=NORMS)] for one in (first, second)]
    assert told == [["savings_gap"], ["loans_over", "interest_high"]]
