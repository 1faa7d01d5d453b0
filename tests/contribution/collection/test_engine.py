"""What is plausible: docs/algorithms/collecte.md."""

from hypothesis import given
from hypothesis import strategies as st

from teriya.contribution.collection.engine.cells import WHOLE, Cell, cells_of, is_complete
from teriya.contribution.collection.engine.plausible import Known, Month, bounds, doubts

PROFILE = [52, 55, 58, 60, 61, 63, 66, 70, 71]


def kinds(amount: int, served: int = 21, **known) -> list[str]:
    month = Month(21, served, {"anc_visits": Known(400, False, **known)})
    return [doubt.kind for doubt in doubts({"anc_visits": amount}, month)]


def test_the_worked_example():
    assert bounds(PROFILE) == (36, 86)
    assert (kinds(86, profile=PROFILE), kinds(87, profile=PROFILE), kinds(35, profile=PROFILE)) == (
        [],
        ["profile"],
        ["profile"],
    )


def test_more_than_one_can_do():
    assert kinds(401) == ["most"] and kinds(400) == []


def test_more_than_the_days_allow():
    assert (kinds(97, served=5), kinds(96, served=5), kinds(97)) == (["days"], [], [])
    assert kinds(1, served=0) == ["days"]


def test_few_values_say_nothing():
    assert kinds(300, profile=PROFILE[:7]) == [] and kinds(300, own=[60, 60, 60]) == []
    assert kinds(300, own=[60, 60, 60, 60]) == ["own"]


def test_equal_values_leave_room():
    assert bounds([60] * 9) == (39, 81) and bounds([0] * 9) == (0, 3)


def test_no_more_survivors_than_planted():
    assert (kinds(90, planted=80), kinds(80, planted=80), kinds(5, planted=0)) == (["survivors"], [], ["survivors"])


def test_a_stock_is_not_shared_by_days():
    month = Month(21, 5, {"pupils": Known(600, True)})
    assert doubts({"pupils": 500}, month) == []


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=40))
def test_the_median_is_never_far(values):
    low, high = bounds(values)
    middle = sorted(values)[len(values) // 2]
    assert low <= middle <= high


def test_a_count_is_whole_or_in_all_its_cells():
    asked = ["sex", "disability"]
    assert cells_of(asked)[0] == Cell("F", "", "yes") and len(cells_of(asked)) == 4
    assert is_complete([WHOLE], asked) and is_complete(cells_of(asked), asked)
    assert not is_complete(cells_of(asked)[:3], asked) and not is_complete([*cells_of(asked), WHOLE], asked)
