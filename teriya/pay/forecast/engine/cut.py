"""Which missions stop when an envelope no longer pays them all, and on what day: plain data in, reasons out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Candidate(NamedTuple):
    """A mission that the envelope pays, alone or with others. `priority`: 0 for the first of the priority domains; a domain that is in none comes last.

    `saved`: francs of this envelope from the day after the stop.
    """

    mission: int
    started: date
    ends: date
    priority: int
    saved: int


RULES = ("last_started", "latest_end", "least_priority")  # who stops first


class Stop(NamedTuple):
    mission: int
    rank: int
    saved: int


@dataclass(frozen=True)
class Outcome:
    """`needed`: francs that the envelope must no longer pay; `missing`: what stopping everybody does not save."""

    stops: Sequence[Stop]
    needed: int

    @property
    def saved(self) -> int:
        return sum(stop.saved for stop in self.stops)

    @property
    def missing(self) -> int:
        return max(self.needed - self.saved, 0)


def cut(candidates: Sequence[Candidate], needed: int, rule: str) -> Outcome:
    """One mission after the other in the order of the rule, until enough is saved; one that saves nothing goes on.

    The order is whole: whatever the order of reading, the same missions stop. Ties go to the later start, then to the later number.
    """
    if rule not in RULES:
        raise ValueError(rule)
    stops: list[Stop] = []
    left = needed
    for one in sorted(candidates, key=lambda one: _order(one, rule), reverse=True):
        if left <= 0:
            break
        if one.saved > 0:
            stops.append(Stop(one.mission, len(stops) + 1, one.saved))
            left -= one.saved
    return Outcome(stops, needed)


def _order(one: Candidate, rule: str) -> tuple:
    if rule == "least_priority":
        return one.priority, one.started, one.mission
    return (one.started if rule == "last_started" else one.ends), one.started, one.mission
