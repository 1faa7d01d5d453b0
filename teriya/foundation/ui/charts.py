"""Where the marks of a chart stand: whole numbers in, coordinates out."""

from collections.abc import Iterable, Sequence

from teriya.foundation.ui.parts import Row

SHADES = 5


def bars(rows: Sequence[Row]) -> list[dict]:
    """Horizontal bars in thousandths of the longest one; an empty chart has none."""
    top = max((row.value for row in rows), default=0)
    return [{"row": row, "width": 1000 * row.value // top if top else 0} for row in rows]


def shades(map_: dict, rows: Iterable[Row]) -> list[dict]:
    """The shapes of a country's map, each with the row of the places that it covers and one of five shades.

    Shade 1 is the lowest fifth of the largest value, 5 the highest; 0 is no value at all.
    """
    by_code = {row.code: row for row in rows}
    found = [
        {"shape": shape, "rows": [by_code[c] for c in shape["covers"] if c in by_code]} for shape in map_["shapes"]
    ]
    for item in found:
        item["value"] = sum(row.value for row in item["rows"])
        item["label"] = ", ".join(row.label for row in item["rows"])
    top = max((item["value"] for item in found), default=0)
    for item in found:
        item["shade"] = -(-SHADES * item["value"] // top) if top else 0
    return found
