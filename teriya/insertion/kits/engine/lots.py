"""A lot of kits: what each is worth, what each repays, by which terms. Whole francs that sum exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from teriya.foundation.core.money import split


@dataclass(frozen=True, slots=True)
class Lot:
    """`values` and `owed`: francs of each kit, in the order of the lot."""

    values: tuple[int, ...]
    owed: tuple[int, ...]


def share_lot(total: int, count: int, percent: int) -> Lot:
    """Divide the price of a lot between its kits, then the part to repay: both sum exactly.

    To repay in all: floor(total × percent ÷ 100). Each division is by largest remainder, the earlier kit first: 48 000 000 F
    in 295 kits make 255 of 162 712 F and 40 of 162 711 F; the quarter, 12 000 000 F. Raises ValueError for fewer francs than
    kits. Source: docs/algorithms/kits.md.
    """
    if count <= 0 or total < count:
        raise ValueError("a lot has at least a franc a kit")
    values = split(total, [1] * count)
    return Lot(tuple(values), tuple(split(total * percent // 100, values)))


def terms(owed: int, count: int) -> list[int]:
    """Equal monthly terms to the franc, the larger first; none of zero."""
    return [term for term in split(owed, [1] * count) if term]


@dataclass(frozen=True, slots=True)
class Late:
    """Francs that are due and not repaid, and the day on which the first of them was due."""

    francs: int
    since: date


def late(schedule: Sequence[tuple[date, int]], repaid: int, today: date) -> Late | None:
    """What is late: repayments cover the oldest terms first; a term is late from the day after its own."""
    left = repaid
    since, francs = None, 0
    for due_on, amount in sorted(schedule):
        covered = min(left, amount)
        left -= covered
        if due_on < today and covered < amount:
            since, francs = since or due_on, francs + amount - covered
    return Late(francs, since) if since else None
