"""What a volunteer may still take: days earned month after month, less those taken and those booked, line by line.

Everything is counted in half-days: two and a half days a month are five. See docs/algorithms/conges.md.
"""

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

ONE = timedelta(1)
What = Literal["earned", "lost", "taken", "booked"]


@dataclass(frozen=True, slots=True)
class Grant:
    """What a kind of leave gives: from each day, so many half-days for a whole month of service; `kept`, the most (0: no limit).

    `pauses` are suspensions, both ends inside, that do not overlap. On a day of `lost_on` what is left is lost.
    """

    started_on: date
    rates: tuple[tuple[date, int], ...]
    kept: int = 0
    pauses: tuple[tuple[date, date], ...] = ()
    lost_on: tuple[date, ...] = ()

    def rate(self, day: date) -> int:
        begun = [rate for rate in self.rates if rate[0] <= day]
        return max(begun)[1] if begun else 0


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A leave: its first day, the half-days that it takes; `is_sure` once it is approved."""

    first: date
    half_days: int
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A movement: half-days, negative when they go, and what is left after it."""

    on: date
    what: What
    half_days: int
    left: int


def month_end(grant: Grant, number: int) -> date:
    """The day on which the `number`-th month of service is whole: the days suspended before it are served after."""
    day = _add_months(grant.started_on, number) - ONE
    for first, last in sorted(grant.pauses):
        if first <= day:
            day += (last - first) + ONE
    return day


def months_served(grant: Grant, on: date) -> int:
    """Whole months of service on that day, both ends inside."""
    number = 0
    while month_end(grant, number + 1) <= on:
        number += 1
    return number


def statement(grant: Grant, spans: Iterable[Span], on: date) -> list[Line]:
    """Every movement up to a day, in order: what is lost, then earned, then taken on one day."""
    left, lines = 0, []
    for day, _order, what, asked in sorted(_movements(grant, spans, on)):
        amount = asked
        if what == "lost":
            amount = -max(left, 0)
        elif what == "earned" and grant.kept:
            amount = max(0, min(asked, grant.kept - left))
        left += amount
        if amount or what == "earned":
            lines.append(Line(day, what, amount, left))
    return lines


def _movements(grant: Grant, spans: Iterable[Span], on: date) -> Iterator[tuple[date, int, What, int]]:
    yield from ((day, 0, "lost", 0) for day in grant.lost_on if day <= on)
    for number in range(1, months_served(grant, on) + 1):
        day = month_end(grant, number)
        yield day, 1, "earned", grant.rate(day)
    yield from (
        (span.first, 2, "taken" if span.is_sure else "booked", -span.half_days) for span in spans if span.first <= on
    )


def left_on(grant: Grant, spans: Iterable[Span], on: date) -> int:
    """Half-days left at the end of a day."""
    lines = statement(grant, spans, on)
    return lines[-1].left if lines else 0


def room_for(grant: Grant, spans: Sequence[Span], asked: Span) -> int:
    """The most half-days that `asked` may take, so that no leave already there finds too few; never below 0."""
    every = [*spans, replace(asked, half_days=0)]
    days = [span.first for span in every if span.first >= asked.first]
    return max(0, min(left_on(grant, every, day) for day in days))


def used_in_year(started_on: date, spans: Iterable[Span], day: date) -> int:
    """Half-days of the leaves that begin in the same year of service as `day`, counted from the first day of service."""
    year = _year_of(started_on, day)
    return sum(span.half_days for span in spans if _year_of(started_on, span.first) == year)


def _year_of(started_on: date, day: date) -> int:
    years = day.year - started_on.year
    return years if _add_months(started_on, 12 * years) <= day else years - 1


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
