from hypothesis import given
from hypothesis import strategies as st

from teriya.mobilisation.selection.engine.grid import Criterion, spread, total

marked = st.lists(st.integers(1, 50).flatmap(lambda most: st.tuples(st.integers(0, most), st.just(most), st.integers(1, 5))), min_size=1, max_size=8)  # fmt: skip


def test_a_criterion_of_weight_two_counts_twice():
    """Interest 18 of 20 (twice) and team 5 of 10: 41 of 50."""
    grid = [Criterion("interest", 20, 2), Criterion("team", 10)]
    assert total(grid, {"interest": 18, "team": 5}) == 82


def test_four_criteria_of_25_are_their_sum():
    grid = [Criterion(code, 25) for code in "abcd"]
    assert total(grid, {"a": 25, "b": 10, "c": 3, "d": 17}) == 55


def test_halves_go_upwards():
    assert total([Criterion("a", 8)], {"a": 1}) == 13  # 12.5


def test_the_spread_is_between_the_highest_and_the_lowest():
    assert spread([40, 82, 55]) == 42


@given(marked)
def test_a_total_lies_between_nothing_and_everything_and_one_more_mark_never_lowers_it(rows):
    grid = [Criterion(str(n), most, weight) for n, (_, most, weight) in enumerate(rows)]
    marks = {str(n): mark for n, (mark, _, _) in enumerate(rows)}
    assert 0 <= total(grid, marks) <= 100
    assert total(grid, {one.code: one.most for one in grid}) == 100
    first = grid[0]
    if marks[first.code] < first.most:
        assert total(grid, marks | {first.code: marks[first.code] + 1}) >= total(grid, marks)
