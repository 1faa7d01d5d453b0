"""The funnel of a call: the worked case of the press, and what holds of any."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.exchange.reciprocity.engine.funnel import Stage, funnel, share

STAGES = ("applied", "eligible", "shortlisted", "retained")


def test_the_selection_told_by_the_agency():
    """togoanvt/les-candidats-au-volontariat-international-de-reciprocite-en-entretien-a-lanvt: 72, 40, 10, 1."""
    found = funnel(STAGES, {"applied": 32, "eligible": 30, "shortlisted": 9, "retained": 1})
    assert found == [
        Stage("applied", 72, None, None), Stage("eligible", 40, 5556, 5556), Stage("shortlisted", 10, 2500, 1389), Stage("retained", 1, 1000, 139),
    ]  # fmt: skip


def test_nobody_gives_no_share():
    assert funnel(STAGES, {})[1:] == [Stage(name, 0, None, None) for name in STAGES[1:]]


def test_a_stage_of_another_call_is_an_error():
    with pytest.raises(ValueError, match="not stages"):
        funnel(STAGES, {"interviewed": 1})


@given(st.fixed_dictionaries({name: st.integers(0, 10**6) for name in STAGES}))
def test_nobody_reaches_a_stage_without_the_one_before(furthest):
    found = funnel(STAGES, furthest)
    assert sum(furthest.values()) == found[0].people
    for before, after in pairwise(found):
        assert after.people <= before.people
        assert after.passed is None or 0 <= after.passed <= 10_000


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_is_the_nearest_ten_thousandth(part, whole):
    assert abs(share(part, whole) * whole - part * 10_000) * 2 <= whole
