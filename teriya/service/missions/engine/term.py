"""The last day of a mission: the days owed are served in full, whatever suspends them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

ONE = timedelta(1)


@dataclass(frozen=True, order=True, slots=True)
class Pause:
    """Days without service, both ends inside; `is_owed`: they are served later, so the end moves."""

    first: date
    last: date
    is_owed: bool = True

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def days_owed(first: date, last: date, pauses: Iterable[Pause]) -> int:
    """The days of [first, last], both inside, that no owed pause takes. Pauses may not overlap (`pauses_overlap`)."""
    taken = sum(
        (min(pause.last, last) - max(pause.first, first)).days + 1 for pause in _owed(pauses) if pause.first <= last
    )
    return (last - first).days + 1 - taken


def last_day(first: date, days: int, pauses: Iterable[Pause], *, early: date | None = None) -> date:
    """The day on which `days` are served since `first`, less the owed pauses; an early end stops there if it comes before.

    ValueError when nothing is owed, when a pause begins before the first day, or when two pauses overlap.
    """
    if days < 1:
        raise ValueError("no_day_owed")
    last = first + (days - 1) * ONE
    for pause in _owed(pauses):
        if pause.first < first:
            raise ValueError("pause_before_start")
        if pause.first <= last:
            last += pause.days * ONE
    return last if early is None else min(last, early)


def renewed(first: date, last: date, days: int, pauses: Iterable[Pause]) -> date:
    """The last day once `days` more are owed: those still to serve are kept, the pauses that come meanwhile move it again."""
    known = list(pauses)
    return last_day(first, days_owed(first, last, known) + days, known)


def _owed(pauses: Iterable[Pause]) -> list[Pause]:
    ordered = sorted(pauses)
    for one, other in pairwise(ordered):
        if other.first <= one.last:
            raise ValueError("pauses_overlap")
    return [pause for pause in ordered if pause.is_owed]
