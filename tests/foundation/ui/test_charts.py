import pytest

from teriya.foundation.ui.charts import bars, facing, lines, ring, shades, table
from teriya.foundation.ui.parts import Facing, Row, Series

MAP = {
    "shapes": [{"code": "S", "covers": ["S"]}, {"code": "N", "covers": ["N1", "N2"]}, {"code": "E", "covers": ["E"]}]
}
ROWS = [Row("Sud", 100, code="S"), Row("Nord 1", 7, code="N1"), Row("Nord 2", 14, code="N2")]


def test_longest_bar_is_whole_and_others_in_proportion():
    assert [bar["width"] for bar in bars(ROWS)] == [1000, 70, 140]


def test_facing_bars_share_one_scale_and_grow_away_from_the_label():
    drawn = facing([Facing("Convenus", 5, 4), Facing("Arrivés", 0, 2)])
    assert [(one["left_gap"], one["left"], one["right"]) for one in drawn] == [(0, 1000, 800), (1000, 0, 400)]
    assert facing([Facing("Convenus", 0, 0)])[0]["right"] == 0 and facing([]) == []


def test_bars_without_value_have_no_width():
    assert [bar["width"] for bar in bars([Row("Sud", 0)])] == [0]
    assert bars([]) == []


def test_a_shape_carries_every_place_that_it_covers():
    south, north, east = shades(MAP, ROWS)
    assert (north["value"], north["label"]) == (21, "Nord 1, Nord 2")
    assert [shape["shade"] for shape in (south, north, east)] == [5, 2, 0]


@pytest.mark.parametrize(
    ("values", "line", "points"),
    [((0, 50, 100), "M0 300L500 150L1000 0", "M0 300h0M500 150h0M1000 0h0"), ((100, None, 50), "M0 0M1000 150", "M0 0h0M1000 150h0"),
     ((0,), "M0 300", "M0 300h0"), ((None,), "", ""), ((), "", "")],
)  # fmt: skip
def test_a_line_goes_from_zero_to_the_highest_and_stops_where_nobody_counted(values, line, points):
    [drawn] = lines([Series("Réalisé", values)])["marks"]
    assert (drawn["line"], drawn["points"]) == (line, points)


def test_lines_share_one_scale_and_their_table_has_every_value():
    done, wanted = Series("Réalisé", (10, None)), Series("Cible", (20, 40))
    drawn = lines([done, wanted])
    assert drawn["top"] == 40 and drawn["marks"][0]["points"] == "M0 225h0"
    assert table(["mars", "avril"], [done, wanted]) == [("mars", (10, 20)), ("avril", (None, 40))]


def test_a_ring_starts_at_the_top_and_turns_as_a_clock():
    top, right, left = ring(["Togo", "Mali", "Burkina Faso"])
    assert (top["x"], top["y"], top["side"]) == (180, 34, "middle")
    assert (right["label"], right["side"], left["side"]) == ("Mali", "start", "end")
    assert right["x"] - 180 == 180 - left["x"] > 0


def test_an_arrow_of_two_points_takes_half_the_ring():
    """Neither arc is the long way round: each sweeps less than half a turn."""
    assert all(" 0 0 1 " in point["arrow"]["arc"] for point in ring(["Togo", "Mali"]))
