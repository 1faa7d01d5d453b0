"""A host's account: what is paid meets what is called, the oldest first; how late the rest is; instalments to the franc."""

from collections.abc import Iterable, Sequence
from datetime import date

from teriya.foundation.core.money import split

BUCKETS = (
    (30, "0–30"),
    (60, "31–60"),
    (90, "61–90"),
    (None, "> 90"),
)  # days late, as the field's ageing tables cut them


def allocate(francs: int, left: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """(call, francs) that a sum settles, in the order given: (call, what it still owes). What is over is nobody's."""
    found = []
    for call, owed in left:
        taken = min(francs, owed)
        if taken > 0:
            found.append((call, taken))
            francs -= taken
    return found


def bucket(days: int) -> str:
    """The age of what is late by so many days."""
    return next(label for limit, label in BUCKETS if limit is None or days <= limit)


def instalments(total: int, days: Sequence[date]) -> list[tuple[date, int]]:
    """A term a day; they sum to the total, the larger ones first."""
    return list(zip(days, split(total, [1] * len(days)), strict=True))


def is_kept(terms: Sequence[tuple[date, int]], paid: Sequence[tuple[date, int]], on: date) -> bool:
    """Whether what was paid by each term's day covers the terms until then; the day itself is not over."""
    gone = [due for due, _francs in terms if due < on]
    return all(
        sum(francs for day, francs in paid if day <= due) >= sum(francs for day, francs in terms if day <= due)
        for due in gone
    )
