"""The ranking of a prize: three sheets a nominee, criterion by criterion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

JURY = 3


@dataclass(frozen=True, slots=True)
class Place:
    """`by_criterion`: the three jurors' marks summed, in the order of the criteria; `amount`: francs, 0 beyond the winners."""

    nominee: int
    rank: int
    points: int
    by_criterion: tuple[int, ...]
    amount: int


def rank(sheets: Mapping[int, Sequence[Sequence[int]]], amounts: Sequence[int]) -> list[Place]:
    """Nominees by points, the highest first; at equal points by the first criterion, then the next; then by the lower id,
    which is the order in which they were proposed.

    `sheets`: nominee → the three jurors' marks. `amounts`: francs of the first, the second… Raises ValueError unless each
    nominee has three sheets. Source: docs/algorithms/prix.md.
    """
    if any(len(marks) != JURY for marks in sheets.values()):
        raise ValueError("three sheets a nominee")
    sums = {nominee: tuple(map(sum, zip(*marks, strict=True))) for nominee, marks in sheets.items()}
    order = sorted(sums, key=lambda one: (-sum(sums[one]), tuple(-mark for mark in sums[one]), one))
    return [
        Place(nominee, place, sum(sums[nominee]), sums[nominee], amounts[place - 1] if place <= len(amounts) else 0)
        for place, nominee in enumerate(order, 1)
    ]
