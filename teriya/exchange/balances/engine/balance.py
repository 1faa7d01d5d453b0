"""How many volunteers go each way between two agencies, at each stage, and whether that keeps within what they agreed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Stage(StrEnum):
    """How far a volunteer of an exchange has come. Each stage contains the next."""

    NOMINATED = "nominated"
    ACCEPTED = "accepted"
    DEPLOYED = "deployed"
    COMPLETED = "completed"


class Way(StrEnum):
    OUT = "out"  # we send
    IN = "in"  # we receive


class Verdict(StrEnum):
    KEPT = "kept"
    COMING = "coming"  # those accepted will leave the tolerance when they arrive
    LEFT = "left"  # those arrived are already beyond it


Counts = Mapping[tuple[Stage, Way], int]


@dataclass(frozen=True)
class Balance:
    """One period of one convention: `agreed` each way, `counts` of people at each stage or beyond, the tolerance agreed."""

    agreed: Mapping[Way, int]
    counts: Counts
    tolerance: int

    def count(self, stage: Stage, way: Way) -> int:
        return self.counts.get((stage, way), 0)

    def gap(self, stage: Stage) -> int:
        """Sent less received: above zero, we gave more than we got."""
        return self.count(stage, Way.OUT) - self.count(stage, Way.IN)

    @property
    def verdict(self) -> Verdict:
        """Those arrived are judged first; those accepted count as if all arrived."""
        if abs(self.gap(Stage.DEPLOYED)) > self.tolerance:
            return Verdict.LEFT
        return Verdict.COMING if abs(self.gap(Stage.ACCEPTED)) > self.tolerance else Verdict.KEPT

    @property
    def beyond(self) -> int:
        """How many people the gap is beyond the tolerance: of those arrived, or of those accepted when the arrived keep within."""
        stage = Stage.DEPLOYED if self.verdict == Verdict.LEFT else Stage.ACCEPTED
        return max(0, abs(self.gap(stage)) - self.tolerance)

    def room(self, way: Way) -> int:
        """How many more may be accepted that way, the other way standing still, before those accepted leave the tolerance."""
        gap = self.gap(Stage.ACCEPTED)
        return max(0, self.tolerance - (gap if way == Way.OUT else -gap))

    def fill(self, stage: Stage, way: Way) -> Fraction | None:
        """The share of the places agreed that way that reached the stage; None where none was agreed. It may pass 1."""
        return Fraction(self.count(stage, way), self.agreed[way]) if self.agreed.get(way) else None


REACHED: Mapping[str, tuple[Stage, ...]] = {  # state of a nomination that both agencies know → stages that it reached
    "sent": (Stage.NOMINATED,),
    "refused": (Stage.NOMINATED,),
    "withdrawn": (Stage.NOMINATED,),
    "lapsed": (Stage.NOMINATED,),
    "accepted": (Stage.NOMINATED, Stage.ACCEPTED),
    "arrived": (Stage.NOMINATED, Stage.ACCEPTED, Stage.DEPLOYED),
    "ended": tuple(Stage),
}


def count(stays: Iterable[tuple[Way, str]]) -> dict[tuple[Stage, Way], int]:
    """How many reached each stage, each way, from the states in which they stand."""
    found: Counter[tuple[Stage, Way]] = Counter()
    for way, state in stays:
        found.update((stage, way) for stage in REACHED.get(state, ()))
    return dict(found)


def beyond_since(moves: Iterable[tuple[date, Way]], tolerance: int) -> date | None:
    """The day on which the gap went beyond the tolerance for good; None while it keeps within. Moves of one day count together."""
    days: dict[date, int] = {}
    for on, way in moves:
        days[on] = days.get(on, 0) + (1 if way == Way.OUT else -1)
    gap, since = 0, None
    for on in sorted(days):
        gap += days[on]
        since = (since or on) if abs(gap) > tolerance else None
    return since
