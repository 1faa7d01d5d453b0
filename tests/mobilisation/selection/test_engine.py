import hashlib
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from teriya.mobilisation.selection.engine.ranking import lottery, rank

scores = st.dictionaries(st.integers(1, 999).map(str), st.lists(st.integers(0, 100), max_size=3), max_size=30)


def test_points_are_the_sum_of_the_three_scores():
    """N° 1 and 2 of the first wave's list: 30 + 28 + 24 and 50 + 63 + 22."""
    assert rank({"1": [30, 28, 24], "2": [50, 63, 22]}, "s") == [("2", 135, 1), ("1", 82, 2)]


def test_fewer_than_three_scores_is_not_ranked():
    assert rank({"1": [90, 90], "2": [0, 0, 0], "3": []}, "s") == [("2", 0, 1)]


def test_a_tie_goes_to_the_smaller_draw():
    """printf 'graine12' | sha256sum"""
    draws = {number: hashlib.sha256(f"graine{number}".encode()).hexdigest() for number in ("12", "7")}
    assert lottery("graine", "12") == draws["12"]
    places = rank({"7": [50, 50, 50], "12": [60, 40, 50]}, "graine")
    assert [place.number for place in places] == sorted(draws, key=draws.get)


@given(scores, st.text(max_size=5))
def test_ranks_run_from_one_and_never_go_against_the_points(scores, seed):
    places = rank(scores, seed)
    assert [place.rank for place in places] == list(range(1, len(places) + 1))
    assert all(before.points >= after.points for before, after in pairwise(places))


@given(scores, st.randoms())
def test_the_order_of_the_lines_does_not_count(scores, random):
    lines = list(scores.items())
    random.shuffle(lines)
    assert rank(dict(lines), "s") == rank(scores, "s")
