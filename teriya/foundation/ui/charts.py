"""Where the marks of a chart stand: whole numbers in, coordinates out."""

from collections.abc import Iterable, Sequence
from math import cos, pi, sin

from teriya.foundation.ui.parts import Facing, Row, Series

SHADES = 5
WIDE, HIGH = 1000, 300  # of the drawing of lines
MIDDLE, ACROSS = (180, 100), 66  # of a ring: its middle, and from there to its points


def bars(rows: Sequence[Row]) -> list[dict]:
    """Horizontal bars in thousandths of the longest one; an empty chart has none."""
    top = max((row.value for row in rows), default=0)
    return [{"row": row, "width": 1000 * row.value // top if top else 0} for row in rows]


def facing(rows: Sequence[Facing]) -> list[dict]:
    """Two bars that grow away from the label between them, in thousandths of the longest of all."""
    top = max((max(row.left, row.right) for row in rows), default=0)
    widths = [(1000 * row.left // top, 1000 * row.right // top) if top else (0, 0) for row in rows]
    return [
        {"row": row, "left": left, "left_gap": 1000 - left, "right": right}
        for row, (left, right) in zip(rows, widths, strict=True)
    ]


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


def lines(series: Sequence[Series]) -> dict:
    """Each series as two paths of an SVG, from zero to the highest value of all: its line, which stops where nobody counted; its points."""
    top = max((value for one in series for value in one.values if value is not None), default=0)
    return {"top": top, "marks": [{"series": one} | _paths(one.values, top) for one in series]}


def _paths(values: Sequence[int | None], top: int) -> dict[str, str]:
    """`h0` makes a point visible where no line leaves it."""
    line, points, is_drawing = [], [], False
    for number, value in enumerate(values):
        if value is not None:
            place = f"{WIDE * number // max(1, len(values) - 1)} {HIGH - (HIGH * value // top if top else 0)}"
            line.append(f"{'L' if is_drawing else 'M'}{place}")
            points.append(f"M{place}h0")
        is_drawing = value is not None
    return {"line": "".join(line), "points": "".join(points)}


def table(labels: Sequence[str], series: Sequence[Series]) -> list[tuple[str, tuple[int | None, ...]]]:
    """The lines as rows of the table beside them: a label, and the value of each series."""
    return list(zip(labels, zip(*(one.values for one in series), strict=True), strict=True))


def ring(labels: Sequence[str]) -> list[dict]:
    """Points on a circle, the first at the top, each with its word and the arrow that leads to the next; in an SVG of 360 × 200."""
    step = 2 * pi / len(labels)
    found = []
    for number, label in enumerate(labels):
        at = number * step - pi / 2
        x, y = map(round, _on_ring(at, ACROSS))
        side = "middle" if x == MIDDLE[0] else "start" if x > MIDDLE[0] else "end"
        away = {"middle": 0, "start": 14, "end": -14}[side]
        below = {"middle": 26 if y > MIDDLE[1] else -14}.get(side, 5)
        found.append(
            {
                "label": label,
                "x": x,
                "y": y,
                "side": side,
                "left": x + away,
                "top": y + below,
                "arrow": _arrow(at, at + step),
            }
        )
    return found


def _arrow(start: float, end: float) -> dict[str, str]:
    """An arc between two points of the ring, and the head at its end."""
    is_long = int(end - start - 0.5 > pi)
    head = [_on_ring(end - 0.16, ACROSS), _on_ring(end - 0.34, ACROSS + 7), _on_ring(end - 0.34, ACROSS - 7)]
    arc = f"M{_place(start + 0.18)}A{ACROSS} {ACROSS} 0 {is_long} 1 {_place(end - 0.3)}"
    return {"arc": arc, "head": " ".join(f"{x:.1f},{y:.1f}" for x, y in head)}


def _place(angle: float) -> str:
    x, y = _on_ring(angle, ACROSS)
    return f"{x:.1f} {y:.1f}"


def _on_ring(angle: float, far: int) -> tuple[float, float]:
    return MIDDLE[0] + far * cos(angle), MIDDLE[1] + far * sin(angle)
