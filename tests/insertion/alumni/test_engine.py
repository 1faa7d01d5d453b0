"""The ranking of a prize: the worked case, ties, and what is always true."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.insertion.alumni.engine.ranking import rank

AMOUNTS = (1_000_000, 700_000)
SHEETS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 40), st.integers(0, 30)), min_size=3, max_size=3)


def test_points_then_the_first_criterion_then_the_order_of_proposals():
    """Three sheets each: 4 and 5 have 210 points, 5 has more at its post; 6 and 7 are equal throughout."""
    sheets = {
        4: [(20, 30, 20)] * 3, 5: [(22, 30, 18)] * 3, 6: [(20, 20, 20)] * 3, 7: [(20, 20, 20)] * 3,
    }  # fmt: skip
    places = rank(sheets, AMOUNTS)
    assert [(one.nominee, one.rank, one.points, one.amount) for one in places] == [(5, 1, 210, 1_000_000), (4, 2, 210, 700_000), (6, 3, 180, 0), (7, 4, 180, 0)]  # fmt: skip
    assert places[0].by_criterion == (66, 90, 54)


@given(st.dictionaries(st.integers(1, 99), SHEETS, min_size=1, max_size=12), st.randoms())
def test_every_nominee_has_one_place_and_the_order_of_reading_does_not_count(sheets, random):
    places = rank(sheets, AMOUNTS)
    assert sorted(one.nominee for one in places) == sorted(sheets) and [one.rank for one in places] == list(range(1, len(sheets) + 1))  # fmt: skip
    assert [one.points for one in places] == sorted((one.points for one in places), reverse=True)
    shuffled = dict(random.sample(sorted(sheets.items()), len(sheets)))
    assert rank(shuffled, AMOUNTS) == places


def test_three_sheets_are_needed():
    with pytest.raises(ValueError):
        rank({1: [(1, 2, 3)] * 2}, AMOUNTS)
