"""A scoring grid: what a member gives on each criterion, and what it comes to on 100."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Criterion(NamedTuple):
    """`most`: the highest mark that one member may give; `weight`: how often it counts."""

    code: str
    most: int
    weight: int = 1


def total(criteria: Sequence[Criterion], marks: Mapping[str, int]) -> int:
    """Marks on 100, halves upwards: 100 × Σ weight × mark / Σ weight × most.

    Interest 18 of 20 (twice) and team 5 of 10: 100 × 41 / 50 = 82.
    """
    most = sum(one.most * one.weight for one in criteria)
    given = sum(marks[one.code] * one.weight for one in criteria)
    return (200 * given + most) // (2 * most)


def spread(totals: Sequence[int]) -> int:
    """Between the highest and the lowest."""
    return max(totals) - min(totals)
