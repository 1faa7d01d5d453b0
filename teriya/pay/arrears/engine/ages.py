"""How late: buckets of days, and what is said of many delays. Worked cases: docs/algorithms/arrieres.md."""

from collections.abc import Sequence
from dataclasses import dataclass

BUCKETS = ((30, "0–30"), (60, "31–60"), (90, "61–90"), (None, "> 90"))


def bucket(days: int) -> int:
    """The place of a number of days late: 30 is in the first, 31 in the second, 91 in the last."""
    return next(place for place, (limit, _label) in enumerate(BUCKETS) if limit is None or days <= limit)


@dataclass(frozen=True, slots=True)
class Delays:
    """`median`, `ninth`: days after the due day, negative before it; None where that many are not paid yet."""

    population: int
    paid: int
    within: int
    median: int | None
    ninth: int | None


def delays(days: Sequence[int], unpaid: int, limit: int) -> Delays:
    """What is said of all the months of a period, paid or not.

    Nearest rank: of n, the median is the ⌈n ÷ 2⌉th and the 90th percentile the ⌈9n ÷ 10⌉th. A month that is not paid
    comes after all the others: leaving it out would make the slowest payer look the fastest.
    """
    ordered, population = sorted(days), len(days) + unpaid
    return Delays(
        population, len(ordered), sum(one <= limit for one in ordered),
        _ranked(ordered, -(-population // 2)), _ranked(ordered, -(-population * 9 // 10)),
    )  # fmt: skip


def _ranked(ordered: Sequence[int], rank: int) -> int | None:
    return ordered[rank - 1] if 0 < rank <= len(ordered) else None
