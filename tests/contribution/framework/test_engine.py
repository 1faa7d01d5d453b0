"""Rates to the tenth, colours of what is printed, two views of one set of targets."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.contribution.framework.engine import quarters
from teriya.contribution.framework.engine.rates import colour, tenths, written
from teriya.contribution.framework.engine.views import Told, by_group

ORDER = ("", "red", "amber", "green")


def test_the_published_rate_of_the_annual_plan():
    assert written(tenths(1720, 1674)) == "102,7"
    assert (tenths(0, 10), tenths(1, 3), tenths(2, 3), tenths(5, 0)) == (0, 333, 667, None)
    assert written(None) == "—" and colour(None, green=95, amber=75) == ""
    with pytest.raises(ValueError, match="zero or more"):
        tenths(-1, 3)


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_the_rate_is_the_nearest_tenth(actual, aim):
    rate = tenths(actual, aim)
    assert abs(2000 * actual - 2 * rate * aim) <= aim
    assert tenths(actual + 1, aim) >= rate


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(1, 99), st.integers(0, 50))
def test_a_better_rate_never_has_a_worse_colour(one, other, amber, more):
    low, high = (colour(rate, green=amber + more, amber=amber) for rate in sorted((one, other)))
    assert ORDER.index(low) <= ORDER.index(high)


def test_a_printed_threshold_is_reached():
    assert [colour(rate, green=95, amber=75) for rate in (950, 949, 750, 749)] == ["green", "amber", "amber", "red"]


def told(codes: str) -> st.SearchStrategy[list[Told]]:
    groups = st.lists(st.sampled_from(codes), max_size=4).map(tuple)
    rows = st.lists(st.tuples(groups, st.sampled_from(ORDER)), max_size=20)
    return rows.map(lambda found: [Told(n, groups, colour) for n, (groups, colour) in enumerate(found)])


@given(told("abcd"), st.lists(st.sampled_from("xy"), min_size=20, max_size=20))
def test_both_views_have_the_same_total_and_count_nobody_twice(goals, axes):
    by_goal = by_group(goals, "abcd")
    by_axis = by_group([Told(one.key, (axis,), one.colour) for one, axis in zip(goals, axes, strict=False)], "xy")
    assert by_goal.total.keys == by_axis.total.keys == [one.key for one in goals]
    assert by_goal.total.colours == by_axis.total.colours
    assert sum(group.count for group in by_axis.groups) == by_axis.total.count and not by_axis.is_overlapping
    for group in by_goal.groups:
        assert len(set(group.keys)) == group.count
    listed = set().union(*(group.keys for group in by_goal.groups)) if by_goal.groups else set()
    assert listed == set(by_goal.total.keys)


def test_quarters_of_a_year():
    assert [quarters.last_day(2024, n) for n in (1, 2, 3, 4)] == [
        date(2024, 3, 31),
        date(2024, 6, 30),
        date(2024, 9, 30),
        date(2024, 12, 31),
    ]
    assert quarters.ended(2024, date(2024, 7, 1)) == [1, 2] and quarters.ended(2024, date(2024, 6, 30)) == [1]
