from teriya.foundation.ui.charts import bars, shades
from teriya.foundation.ui.parts import Row

MAP = {
    "shapes": [{"code": "S", "covers": ["S"]}, {"code": "N", "covers": ["N1", "N2"]}, {"code": "E", "covers": ["E"]}]
}
ROWS = [Row("Sud", 100, code="S"), Row("Nord 1", 7, code="N1"), Row("Nord 2", 14, code="N2")]


def test_longest_bar_is_whole_and_others_in_proportion():
    assert [bar["width"] for bar in bars(ROWS)] == [1000, 70, 140]


def test_bars_without_value_have_no_width():
    assert [bar["width"] for bar in bars([Row("Sud", 0)])] == [0]
    assert bars([]) == []


def test_a_shape_carries_every_place_that_it_covers():
    south, north, east = shades(MAP, ROWS)
    assert (north["value"], north["label"]) == (21, "Nord 1, Nord 2")
    assert [shape["shade"] for shape in (south, north, east)] == [5, 2, 0]
