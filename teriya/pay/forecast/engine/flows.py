"""What leaves each envelope, month by month: every sum of francs beside the line that it comes from.

A month served is paid in the next one. What a month costs is asked of `Prices`, once for each case.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from teriya.foundation.core.money import split
from teriya.pay.forecast.engine.months import first_of, index, last_of
from teriya.pay.forecast.engine.posts import CERTAIN, Payers, Span

NO_ENVELOPE = 0


class Prices(NamedTuple):
    """Francs, by the rules: of days served (form, diploma, first, last), of the social cover that the agency pays for them,
    and of an end of mission (form, first day of service, last day, reason).
    """

    allowance: Callable[[str, str, date, date], int]
    cover: Callable[[str, date, int], int]
    end: Callable[[str, date, date, str], int]


class Line(NamedTuple):
    """`people` × `unit` × `percent` ÷ 100, the part of one envelope. `month`: in which it is paid or comes in.

    `first`, `last`: days served, none where the sum is known. A sum that is not a product has a unit of 0.
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


def outflows(spans: Iterable[Span], start: int, months: int, prices: Prices) -> list[Line]:
    """What the months served from `start` on cost, of those paid within so many months."""
    cases, ends = _cases(spans, start, months)
    found: list[Line] = []
    shares: dict[tuple[int, Payers], list[tuple[int, int]]] = {}
    for (key, first, last), count in cases.items():
        sort, form, diploma, region, payers, percent = key
        unit = prices.allowance(form, diploma, first, last)
        for named, cost in ((sort, unit), ("cover", prices.cover(form, first, unit))):
            if cost:
                paid = index(first) + 1
                found += _lines(shares, paid, named, form, region, payers, count, cost, percent, first, last)
    for (form, region, payers, percent, begun, last, reason), count in ends.items():
        if unit := prices.end(form, begun, last, reason):
            found += _lines(shares, index(last) + 1, "end", form, region, payers, count, unit, percent, None, None)
    return found


def _cases(spans: Iterable[Span], start: int, months: int) -> tuple[Counter, Counter]:
    """(who, first day, last day) of one month → people; (who, when it ends) → people.

    Whole months are counted by where they begin and where they stop, so that a long mission costs no more than a short one.
    """
    stop = start + months - 2  # the last month served that is paid in time
    whole: dict[tuple, list[int]] = {}
    cases: Counter = Counter()
    ends: Counter = Counter()
    for span in spans:
        sort, form, diploma, region, payers, percent, first, last, count, begun, reason, ending = span
        key = (sort, form, diploma, region, payers, percent)
        begins, stops = index(first), index(last)
        if ending and start <= stops <= stop:
            ends[form, region, payers, ending, begun, last, reason] += count
        if begins == stops:
            if start <= begins <= stop:
                cases[key, first, last] += count
            continue
        if first.day > 1:
            if start <= begins <= stop:
                cases[key, first, last_of(begins)] += count
            begins += 1
        if last != last_of(stops):
            if start <= stops <= stop:
                cases[key, first_of(stops), last] += count
            stops -= 1
        begins, stops = max(begins, start), min(stops, stop)
        if begins <= stops:
            steps = whole.setdefault(key, [0] * months)
            steps[begins - start] += count
            steps[stops - start + 1] -= count
    days = [(first_of(start + place), last_of(start + place)) for place in range(months - 1)]
    for key, steps in whole.items():
        there = 0
        for step, (first, last) in zip(steps, days, strict=False):
            there += step
            if there:
                cases[key, first, last] += there
    return cases, ends


def _lines(
    shares: dict, month: int, sort: str, form: str, region: int, payers: Payers, count: int, unit: int, percent: int,
    first: date | None, last: date | None,
) -> Iterator[Line]:  # fmt: skip
    """One for each payer, to the franc: each person's cost is shared as pay shares it; an expected one on its sum."""
    if (unit, payers) not in shares:
        weights = [weight for _envelope, weight in payers]
        parts = split(unit, weights) if payers else [unit]
        ids = [envelope for envelope, _weight in payers] or [NO_ENVELOPE]
        shares[unit, payers] = list(zip(ids, parts, strict=True))
    parts = shares[unit, payers]
    if percent == CERTAIN:
        francs = [count * part for _envelope, part in parts]
    else:
        francs = split((count * unit * percent + CERTAIN // 2) // CERTAIN, [part for _envelope, part in parts])
    for (envelope, part), value in zip(parts, francs, strict=True):
        if value:
            yield Line(month, sort, form, region, envelope, count, part, percent, value, first, last)
