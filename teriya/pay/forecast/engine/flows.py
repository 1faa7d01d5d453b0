"""What leaves each envelope, month by month: every sum of francs beside the line that it comes from.

A month served is paid in the next one. What a month costs is asked of `Prices`, once for each case. All is people × francs, so
that months are counted by where a post begins and where it stops: a long mission costs no more to count than a short one.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from teriya.foundation.core.money import split
from teriya.pay.forecast.engine.months import first_of, index, last_of
from teriya.pay.forecast.engine.posts import CERTAIN, Payers, Span

NO_ENVELOPE = 0


class Prices(NamedTuple):
    """Francs of one person, by the rules: of days served (form, diploma, first, last), of the social cover that the agency pays
    for them (form, first day, allowance), and of an end of mission (form, first day of service, last day, reason).
    """

    allowance: Callable[[str, str, date, date], int]
    cover: Callable[[str, date, int], int]
    end: Callable[[str, date, date, str], int]


class Cell(NamedTuple):
    """Whose francs: of what sort, in which region, from which envelope."""

    sort: str
    form: str
    region: int
    envelope: int


class Line(NamedTuple):
    """`people` × `unit`, the part of one envelope. `month`: in which it is paid or comes in.

    `percent`: of the cost, where it is not certain; `unit` is that part already, to the franc. `first`, `last`: days served, none
    where the sum is known, which has a unit of 0 when it is no product.
    """

    month: int
    sort: str
    form: str
    region: int
    envelope: int
    people: int
    unit: int
    percent: int
    francs: int
    first: date | None = None
    last: date | None = None

    @property
    def cell(self) -> Cell:
        return Cell(self.sort, self.form, self.region, self.envelope)


@lru_cache(maxsize=2**16)
def parts_of(cost: int, percent: int, payers: Payers) -> tuple[tuple[int, int], ...]:
    """(envelope, francs) of one person's cost, or of the part of it that is expected: to the franc, as pay shares it."""
    expected = (cost * percent + CERTAIN // 2) // CERTAIN
    if len(payers) < 2:
        return ((payers[0][0] if payers else NO_ENVELOPE, expected),) if expected else ()
    parts = split(expected, [weight for _envelope, weight in payers])
    return tuple((envelope, part) for (envelope, _weight), part in zip(payers, parts, strict=True) if part)


class Outflow:
    """What the months served from `start` on cost, of those paid within so many months."""

    def __init__(self, start: int, months: int, prices: Prices) -> None:
        self.start, self.months, self.prices = start, months, prices
        self._stop = start + months - 2  # the last month served that is paid in time
        self._runs: dict[tuple[str, str], list[tuple[int, int, int, int]]] = {}

    def francs(self, spans: Iterable[Span]) -> dict[Cell, list[int]]:
        """Each cell's months."""
        steps: dict[Cell, list[int]] = {}  # what begins in a month, less what stops there

        def add(sort: str, span: Span, cost: int, percent: int, begins: int, stops: int) -> None:
            for envelope, part in parts_of(cost, percent, span.payers):
                cell = Cell(sort, span.form, span.region, envelope)
                if cell not in steps:
                    steps[cell] = [0] * (self.months + 1)
                steps[cell][begins] += span.people * part
                steps[cell][stops] -= span.people * part

        for span in spans:
            for cost, covered, begins, stops in self._costs(span):
                add(span.sort, span, cost, span.percent, begins, stops)
                if covered:
                    add("cover", span, covered, span.percent, begins, stops)
            if cost := self._end(span):
                paid = index(span.last) + 1 - self.start
                add("end", span, cost, span.ending, paid, paid + 1)
        return {cell: list(accumulate(row))[:-1] for cell, row in steps.items()}

    def _costs(self, span: Span) -> Iterator[tuple[int, int, int, int]]:
        """(allowance, cover, from which month it is paid, until which one) of one person, counted from the first month."""
        begins, stops = index(span.first), index(span.last)
        if begins == stops and not (span.first.day == 1 and span.last == last_of(stops)):
            yield from self._part(span, begins, span.first, span.last)
            return
        if span.first.day > 1:
            yield from self._part(span, begins, span.first, last_of(begins))
            begins += 1
        if span.last != last_of(stops):
            yield from self._part(span, stops, first_of(stops), span.last)
            stops -= 1
        begins, stops = max(begins, self.start), min(stops, self._stop)
        for since, until, cost, covered in self.runs(span.form, span.diploma):
            if cost and max(since, begins) <= min(until, stops):
                yield cost, covered, max(since, begins) + 1 - self.start, min(until, stops) + 2 - self.start

    def _part(self, span: Span, month: int, first: date, last: date) -> Iterator[tuple[int, int, int, int]]:
        if self.start <= month <= self._stop:
            cost = self.prices.allowance(span.form, span.diploma, first, last)
            if cost:
                place = month + 1 - self.start
                yield cost, self.prices.cover(span.form, first, cost), place, place + 1

    def runs(self, form: str, diploma: str) -> list[tuple[int, int, int, int]]:
        """(from, to, allowance, cover) of whole months in a row that cost the same."""
        if (form, diploma) not in self._runs:
            found: list[tuple[int, int, int, int]] = []
            for month in range(self.start, self._stop + 1):
                cost = self.prices.allowance(form, diploma, first_of(month), last_of(month))
                covered = self.prices.cover(form, first_of(month), cost)
                if found and found[-1][2:] == (cost, covered):
                    found[-1] = (found[-1][0], month, cost, covered)
                else:
                    found.append((month, month, cost, covered))
            self._runs[form, diploma] = found
        return self._runs[form, diploma]

    def _end(self, span: Span) -> int:
        if not span.ending or not self.start <= index(span.last) <= self._stop:
            return 0
        return self.prices.end(span.form, span.begun, span.last, span.reason)

    def lines(self, spans: Iterable[Span], only: int | None = None) -> list[Line]:
        """The products behind `francs`, people of the same cost counted together; of the month `only`, when one is asked."""
        people: Counter[tuple] = Counter()
        for span in spans:
            begins, stops = max(index(span.first), self.start), min(index(span.last), self._stop)
            for month in range(begins, stops + 1) if only is None else [only - 1] * (begins <= only - 1 <= stops):
                first, last = max(span.first, first_of(month)), min(span.last, last_of(month))
                people[span.sort, span.form, span.diploma, span.region, span.payers, span.percent, first, last] += (
                    span.people
                )
            if (cost := self._end(span)) and only in (None, index(span.last) + 1):
                people["end", span.form, cost, span.region, span.payers, span.ending, span.last, None] += span.people
        found: list[Line] = []
        for (sort, form, diploma, region, payers, percent, first, last), count in people.items():
            if last is None:
                found += _line(index(first) + 1, "end", form, region, payers, count, diploma, percent)
                continue
            cost = self.prices.allowance(form, diploma, first, last)
            month = index(first) + 1
            found += _line(month, sort, form, region, payers, count, cost, percent, first, last)
            found += _line(month, "cover", form, region, payers, count, self.prices.cover(form, first, cost), percent, first, last)  # fmt: skip
        return found


def _line(
    month: int, sort: str, form: str, region: int, payers: Payers, people: int, cost: int, percent: int, first: date | None = None,
    last: date | None = None,
) -> Iterator[Line]:  # fmt: skip
    for envelope, part in parts_of(cost, percent, payers):
        yield Line(month, sort, form, region, envelope, people, part, percent, people * part, first, last)


def in_cells(lines: Iterable[Line], start: int, months: int) -> dict[Cell, list[int]]:
    found: dict[Cell, list[int]] = {}
    for line in lines:
        found.setdefault(line.cell, [0] * months)[line.month - start] += line.francs
    return found


def added(one: dict[Cell, list[int]], other: dict[Cell, list[int]]) -> dict[Cell, list[int]]:
    """Both together, month by month."""
    found = {cell: list(row) for cell, row in one.items()}
    for cell, row in other.items():
        found[cell] = [a + b for a, b in zip(found[cell], row, strict=True)] if cell in found else list(row)
    return found
