"""How a thing is timed, and how the table says it."""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn

ROUNDS = 7


@dataclass(frozen=True)
class Line:
    """A row of the table. Empty `aim`: something to know, not to reach."""

    number: str
    work: str
    ours: str
    bare: str = ""
    ratio: str = ""
    aim: str = ""
    is_reached: bool = True


def timed(do: Callable[[], object], times: int) -> float:
    """Seconds for one."""
    start = time.perf_counter()
    for _ in range(times):
        do()
    return (time.perf_counter() - start) / times


def side_by_side(ours: Callable[[], object], bare: Callable[[], object], times: int) -> tuple[float, float]:
    """Median seconds of each, in turns, after one round that does not count."""
    spent: list[tuple[float, float]] = [(timed(ours, times), timed(bare, times)) for _ in range(ROUNDS + 1)]
    mine, theirs = zip(*spent[1:], strict=True)
    return statistics.median(mine), statistics.median(theirs)


def speed(number: str, work: str, ours: float, bare: float, least: float) -> Line:
    """Ours as a part of the bare thing's speed: 1 is as fast."""
    ratio = bare / ours
    return Line(number, work, f"{1 / ours:.0f}/s", f"{1 / bare:.0f}/s", f"{ratio:.2f} ×", f"≥ {least:.2f} ×", ratio >= least)  # fmt: skip


def most(number: str, work: str, found: float, limit: float, unit: str) -> Line:
    """Something that must not be more than a limit."""
    return Line(number, work, f"{found:.0f} {unit}", aim=f"≤ {limit:.0f} {unit}", is_reached=found <= limit)


def shown(lines: Sequence[Line]) -> NoReturn:
    """The table of one measure alone, and an end that says whether every aim is reached."""
    print(written(lines))
    sys.exit(not all(line.is_reached for line in lines))


def written(lines: Sequence[Line]) -> str:
    head = ("", "mesure", "ici", "le même, nu", "rapport", "visé", "")
    rows = [head, *((x.number, x.work, x.ours, x.bare, x.ratio, x.aim, _verdict(x)) for x in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)  # fmt: skip


def _verdict(line: Line) -> str:
    return "" if not line.aim else "OK" if line.is_reached else "COURT"
