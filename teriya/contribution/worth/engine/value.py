"""What volunteers’ hours would cost at local wages (replacement cost): one object that prints whole, or not at all.

ILO, Manual on the Measurement of Volunteer Work, 2011, § 5.12 and following: hours × hourly wage of the occupation. Worked case:
docs/algorithms/valeur.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import NamedTuple

WEEKS = Fraction(52, 12)  # in a month of wage


@dataclass(frozen=True, slots=True)
class Wage:
    """A monthly wage of an occupation, the legal hours of its week, where it was read and since when it holds."""

    group: str  # ISCO-08; empty: any
    monthly: int  # francs
    week_hours: int
    source: str
    year: int
    is_to_confirm: bool

    def __post_init__(self) -> None:
        if not self.source or not self.week_hours:
            raise ValueError("a wage has a source and hours")

    @property
    def hourly(self) -> Fraction:
        return self.monthly / (self.week_hours * WEEKS)


@dataclass(frozen=True, slots=True)
class Work:
    """Days of an occupation, the hours of each, and the wage that replaces them; None where no wage was in force."""

    group: str  # ISCO-08, four digits
    days: int
    hours_a_day: int
    wage: Wage | None

    @property
    def hours(self) -> int:
        return self.days * self.hours_a_day

    @property
    def francs(self) -> int:
        """To the nearest franc, half up: a total is the sum of the lines that one reads."""
        return nearest(self.hours * self.wage.hourly) if self.wage else 0


class Parts(NamedTuple):
    """Every number of a value with what it may not be shown without."""

    francs: int
    hours: int
    days: int
    unpriced: int  # days for which no wage was in force
    lines: tuple[Work, ...]
    sources: tuple[str, ...]
    years: tuple[int, ...]
    is_to_confirm: bool
    caveat: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value with its caveat. It gives everything together (`parts`) or its whole sentence; never a number alone."""

    lines: tuple[Work, ...]
    caveat: str
    period: str
    on: str

    def __post_init__(self) -> None:
        if not self.caveat.strip():
            raise ValueError("a value has its caveat")

    @property
    def parts(self) -> Parts:
        wages = [line.wage for line in self.lines if line.wage]
        priced = [line for line in self.lines if line.wage]
        return Parts(
            sum(line.francs for line in priced), sum(line.hours for line in priced), sum(line.days for line in priced),
            sum(line.days for line in self.lines if not line.wage), self.lines, tuple(dict.fromkeys(wage.source for wage in wages)),
            tuple(sorted({wage.year for wage in wages})), any(wage.is_to_confirm for wage in wages), self.caveat,
        )  # fmt: skip

    def __str__(self) -> str:
        found = self.parts
        years = ", ".join(map(str, found.years)) or "—"
        sources = " ; ".join(found.sources) or "—"
        return f"{self.period} : {found.francs} F = {found.hours} h × salaire ({years} ; {sources}) · {self.on} · {self.caveat}"


def gather(works: Iterable[Work]) -> tuple[Work, ...]:
    """One line an occupation, length of day and wage, by occupation then year."""
    sums: dict[tuple[str, int, Wage | None], int] = {}
    for one in works:
        key = (one.group, one.hours_a_day, one.wage)
        sums[key] = sums.get(key, 0) + one.days
    found = [Work(group, days, hours, wage) for (group, hours, wage), days in sums.items() if days]
    return tuple(sorted(found, key=lambda one: (one.group, one.wage.year if one.wage else 0, one.hours_a_day)))


def per(francs: int, units: int) -> int | None:
    """Francs for each unit, to the nearest; None where there is nothing to divide by."""
    return nearest(Fraction(francs, units)) if units else None


def groups_of(occupation: str) -> Sequence[str]:
    """« 2341 » → 2341, 234, 23, 2: the nearest group whose wage is known is used."""
    return [occupation[:length] for length in range(len(occupation), 0, -1)]


def nearest(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))
