"""How a host has answered: the share of what was due in the last twelve months that was done in time.

docs/algorithms/responsiveness.md has the formula with a worked example. Whole percents, rounded down.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

YEAR = timedelta(365)  # how far back what was due counts
GRACE = timedelta(30)  # done that late counts for half; later, for nothing
FEWEST = 3  # facts without which nothing is said: one slip is no habit


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was due by a day; `done_on` is None while it is not done."""

    kind: str
    due_on: date
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What was due of one kind, and how much of it was done in time, late (within the grace) or not."""

    kind: str
    in_time: int
    late: int
    missed: int

    @property
    def due(self) -> int:
        return self.in_time + self.late + self.missed

    @property
    def percent(self) -> int:
        """In time counts for one, late for a half."""
        return 50 * (2 * self.in_time + self.late) // self.due


@dataclass(frozen=True, slots=True)
class Score:
    """`percent` is the mean of the lines' percents; None while too little was due to say anything."""

    lines: tuple[Line, ...]

    @property
    def percent(self) -> int | None:
        if sum(line.due for line in self.lines) < FEWEST:
            return None
        return sum(line.percent for line in self.lines) // len(self.lines)


def score(facts: Iterable[Fact], on: date) -> Score:
    """The score that these facts give on a day. What is not due yet counts only once it is done."""
    found: dict[str, list[int]] = {}
    for fact in facts:
        if on - YEAR <= fact.due_on and (fact.due_on < on or fact.done_on):
            found.setdefault(fact.kind, [0, 0, 0])[_place(fact)] += 1
    return Score(tuple(Line(kind, *counts) for kind, counts in sorted(found.items())))


def _place(fact: Fact) -> int:
    if fact.done_on is None or fact.done_on > fact.due_on + GRACE:
        return 2
    return 0 if fact.done_on <= fact.due_on else 1
