"""A rate as a bar: what is known to be in, what may be, and a mark for those who answered. Thousandths, drawn by the server."""

from dataclasses import dataclass

from teriya.insertion.cohorts.engine.rates import Rate


@dataclass(frozen=True)
class Bar:
    """The three parts together: there is no bar without its doubt."""

    known: int
    doubt: int
    mark: int | None


def bar(rate: Rate) -> Bar:
    found = rate.parts
    low, high = found.low or 0, found.high or 0
    return Bar(10 * low, 10 * (high - low), None if found.among is None else min(990, 10 * found.among))
