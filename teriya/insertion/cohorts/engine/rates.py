"""The insertion rate of a cohort: one object that prints whole, or not at all. Worked case: docs/algorithms/insertion.md."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, sqrt
from typing import NamedTuple

Z = 1.959963984540054  # two-sided 95 % of the normal law
LEAST_EXPECTED = 5  # below it, the normal law says nothing of a cell (Cochran, 1954)


@dataclass(frozen=True, slots=True)
class Counts:
    """People of a cohort: of how many the situation is known, how many of these are inserted."""

    population: int
    known: int
    inserted: int

    def __post_init__(self) -> None:
        if not 0 <= self.inserted <= self.known <= self.population:
            raise ValueError(f"{self.inserted} inserted of {self.known} known of {self.population}")


class Parts(NamedTuple):
    """Every number of a rate, in whole percents: bounds and interval are rounded outwards, so that they still contain it."""

    inserted: int
    known: int
    population: int
    among: int | None  # of those whose situation is known; None where nobody's is
    low: int | None  # everybody unknown is out
    high: int | None  # everybody unknown is in
    response: int | None
    wilson: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate with what it is the rate of. It gives all its numbers together (`parts`) or its whole sentence; never one alone.

    `cohort` and `definition` are sentences; `horizon` in months; `on` the day of the count, as people write it.
    """

    counts: Counts
    cohort: str
    definition: str
    horizon: int
    on: str

    @property
    def parts(self) -> Parts:
        counts = self.counts
        low, high = bounds(counts) or (None, None)
        among = Fraction(counts.inserted, counts.known) if counts.known else None
        interval = wilson(counts.inserted, counts.known) if counts.known else None
        return Parts(
            counts.inserted, counts.known, counts.population, _nearest(among), _down(low), _up(high),
            _nearest(Fraction(counts.known, counts.population) if counts.population else None),
            (floor(100 * interval[0]), ceil(100 * interval[1])) if interval else None,
        )  # fmt: skip

    def __str__(self) -> str:
        found = self.parts
        among = "—" if found.among is None else f"{found.among} %"
        return (f"{self.cohort} · {self.horizon} mois : {found.inserted}/{found.known} = {among} ; {found.known}/{found.population} ; "
                f"[{found.low} % ; {found.high} %] · {self.definition} · {self.on}")  # fmt: skip


def bounds(counts: Counts) -> tuple[Fraction, Fraction] | None:
    """The least and the most that the rate of the whole cohort can be, whatever became of those who did not answer."""
    if not counts.population:
        return None
    unknown = counts.population - counts.known
    return Fraction(counts.inserted, counts.population), Fraction(counts.inserted + unknown, counts.population)


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The interval of 95 % of a share (Wilson, JASA 22, 1927): what chance alone allows. It knows nothing of who did not answer."""
    share, square = part / whole, Z * Z
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    reach = Z * sqrt(share * (1 - share) / whole + square / (4 * whole * whole)) / (1 + square / whole)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def compare(one: Counts, other: Counts) -> str:
    """What the difference of two cohorts is worth.

    « few »: too few known for the test; « noise »: chance alone makes such a difference among those known (two proportions,
    pooled, two-sided, 5 %); « silence »: chance does not, those unknown could, since the bounds overlap; « real »: neither.
    """
    known, inserted = one.known + other.known, one.inserted + other.inserted
    least = min(one.known, other.known)
    if not known or min(least * inserted, least * (known - inserted)) < LEAST_EXPECTED * known:
        return "few"
    pooled = inserted / known
    spread = sqrt(pooled * (1 - pooled) * (1 / one.known + 1 / other.known))
    if abs(one.inserted / one.known - other.inserted / other.known) < Z * spread:
        return "noise"
    (low, high), (other_low, other_high) = bounds(one) or (0, 1), bounds(other) or (0, 1)
    return "silence" if low <= other_high and other_low <= high else "real"


def _nearest(share: Fraction | None) -> int | None:
    return None if share is None else floor(100 * share + Fraction(1, 2))


def _down(share: Fraction | None) -> int | None:
    return None if share is None else floor(100 * share)


def _up(share: Fraction | None) -> int | None:
    return None if share is None else ceil(100 * share)
