"""A total is the sum of its leaves; what may count the same thing twice is refused, whatever the tree."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from teriya.contribution.goals.engine.eras import eras
from teriya.contribution.goals.engine.parts import Node, Part, PartsOverlap, are_alike, clash_of, leaves, roll_up
from teriya.contribution.goals.engine.share import Share

VISITS = Part("anc_visits", "acts", "visits", False, 1, 3)
PUPILS = Part("pupils", "people", "pupils", True, 1, 1)
HYGIENE = Part("hygiene_people", "people", "people", False, 1, 1, ("C", "C1"))

places = st.sampled_from([(), ("K",), ("K", "K1"), ("K", "K2"), ("C",), ("C", "C1")])
cells = st.sampled_from([{}, {"sex": "F"}, {"sex": "M"}, {"age": "15_24"}, {"sex": "F", "age": "15_24"}])
parts = st.builds(
    Part, indicator=st.sampled_from("abc"), counts=st.sampled_from(["acts", "people"]), unit=st.just("u"), is_stock=st.booleans(),
    first=st.integers(1, 3), last=st.integers(3, 5), place=places, cell=cells,
)  # fmt: skip


def trees(kinds):
    """Any tree over these leaves."""
    leaf = st.builds(lambda part: Node("leaf", part=part), kinds)
    return st.recursive(leaf, lambda inner: st.builds(lambda some: Node("node", tuple(some)), st.lists(inner, min_size=1, max_size=4)), max_leaves=8)  # fmt: skip


# parts that never meet: each in a commune of its own
apart = st.integers(1, 10**6).map(lambda n: replace(VISITS, place=("K", f"K{n}")))


@given(trees(apart), st.dictionaries(st.integers(), st.integers(0, 10**9)))
def test_a_total_is_the_sum_of_its_leaves(tree, _amounts):
    found = list(leaves(tree))
    assume(len({part.place for part in found}) == len(found))
    amounts = {part.place: hash(part.place) % 1000 for part in found}
    total = roll_up(tree, lambda part: amounts[part.place])
    assert total.amount == sum(amounts.values())

    def holds(node):
        return all(map(holds, node.children)) and (
            not node.children or node.amount == sum(c.amount for c in node.children)
        )

    assert holds(total)


@given(trees(apart), parts)
def test_a_leaf_met_by_two_paths_is_refused(tree, part):
    twice = Node("root", (tree, Node("a", part=part), Node("b", (Node("again", part=part),))))
    with pytest.raises(PartsOverlap):
        roll_up(twice, lambda _part: 1)


@given(parts, parts)
def test_a_clash_is_seen_from_both_sides(one, other):
    assert bool(clash_of(one, other)) == bool(clash_of(other, one))


@given(parts, parts, st.integers(1, 5), places, st.sampled_from("FM"), st.sampled_from(["15_24", "25_35"]))
def test_what_is_counted_by_two_accepted_parts_is_never_the_same_thing(one, other, month, place, sex, age):
    """One cell (indicator, month, commune, sex, age) in both parts of the same indicator: they clash."""
    other = replace(other, indicator=one.indicator, is_stock=one.is_stock, counts=one.counts)

    def holds(part):
        of_cell = {"sex": sex, "age": age}
        inside = place[: len(part.place)] == part.place
        return inside and part.first <= month <= part.last and all(of_cell[k] == v for k, v in part.cell.items())

    if holds(one) and holds(other):
        assert clash_of(one, other)


@pytest.mark.parametrize(("one", "other", "why"), [
    (VISITS, VISITS, "counted_twice"),
    (VISITS, replace(VISITS, first=4, last=6), ""),
    (VISITS, replace(VISITS, indicator="assisted_deliveries"), ""),
    (replace(VISITS, place=("K",)), replace(VISITS, place=("K", "K1")), "region_and_commune"),
    (replace(VISITS, place=("K", "K1")), replace(VISITS, place=("K", "K2")), ""),
    (PUPILS, replace(PUPILS, cell={"sex": "F"}), "own_breakdown"),
    (replace(PUPILS, cell={"sex": "M"}), replace(PUPILS, cell={"sex": "F"}), ""),
    (PUPILS, replace(PUPILS, first=2, last=2), "stock_over_months"),
    (HYGIENE, replace(HYGIENE, indicator="people_informed"), "same_people"),
    (HYGIENE, replace(HYGIENE, indicator="people_informed", place=("C", "C2")), ""),
    (HYGIENE, replace(HYGIENE, indicator="people_informed", first=2, last=2), ""),
    (replace(HYGIENE, cell={"sex": "F"}), replace(HYGIENE, indicator="people_informed", cell={"sex": "M"}), ""),
])  # fmt: skip
def test_what_may_be_added(one, other, why):
    assert clash_of(one, other) == why


def test_parts_of_different_sorts_are_not_alike():
    assert are_alike([VISITS, replace(VISITS, indicator="x")]) and not are_alike([VISITS, PUPILS])


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 500), st.integers(0, 500))
def test_a_share_is_known_or_said_not_to_be(own, whole, covered, told):
    share = Share(own, whole, covered, told)
    if share.shown.percent is None:
        assert share.state in ("unknown", "beyond") and (not covered or not whole or own > whole)
    else:
        assert 0 <= share.shown.percent <= 100 and abs(share.shown.percent * whole - 100 * own) * 2 <= whole


def test_months_are_read_by_the_goals_of_their_time():
    assert [one.kind for one in eras(date(2014, 1, 1), date(2014, 12, 31))] == ["mdg"]
    assert eras(date(2015, 6, 1), date(2016, 2, 29)) == [
        ("mdg", date(2015, 6, 1), date(2015, 12, 31)),
        ("sdg", date(2016, 1, 1), date(2016, 2, 29)),
    ]
    assert [one.kind for one in eras(date(2016, 1, 1), date(2024, 1, 31))] == ["sdg"]
