"""What a count looks like beside others: nothing is refused for it, it is asked again with a sentence. Formula: docs/algorithms/collecte.md."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from statistics import median
from typing import NamedTuple

TIMES = Fraction(7, 2)  # how many spreads away is far: Iglewicz and Hoaglin (1993), modified z-score of 3.5
SPREAD = Fraction(14826, 10_000)  # a median absolute deviation is that fraction of a standard deviation
LEAST_OF_PROFILE, LEAST_OF_OWN = 8, 4  # fewer values say nothing
SURVIVORS = {"plants_alive": ("plants_planted", 6)}  # counted so many months after what they are left of


class Doubt(NamedTuple):
    """Why a number is asked again, and the bound that it passes."""

    indicator: str
    kind: str  # most, days, profile, own, survivors
    amount: int
    limit: int


@dataclass(frozen=True, slots=True)
class Known:
    """What an indicator is held against."""

    most: int
    is_stock: bool
    profile: Sequence[int] = ()  # of others of the profile, the last twelve months
    own: Sequence[int] = ()  # of the same mission, earlier months
    planted: int | None = None  # what survivors are left of


@dataclass(frozen=True, slots=True)
class Month:
    """Working days of the month, and those that the mission served."""

    working: int
    served: int
    known: Mapping[str, Known] = field(default_factory=dict)


def bounds(values: Sequence[int]) -> tuple[int, int]:
    """The lowest and highest that are not far from these: median ± 3.5 × the spread.

    The spread is 1.4826 × the median absolute deviation, one tenth of the median at least, and one: equal values would
    make every other one far.
    """
    middle = Fraction(median(values))
    deviation = Fraction(median([abs(Fraction(value) - middle) for value in values]))
    reach = TIMES * max(SPREAD * deviation, middle / 10, Fraction(1))
    return max(0, ceil(middle - reach)), int(middle + reach)


def doubts(amounts: Mapping[str, int], month: Month) -> list[Doubt]:
    """Every reason to ask a month's counts again, in the order of the form."""
    return [doubt for code, amount in amounts.items() if code in month.known for doubt in _of(code, amount, month)]


def _of(code: str, amount: int, month: Month) -> Iterator[Doubt]:
    known = month.known[code]
    if amount > known.most:
        yield Doubt(code, "most", amount, known.most)
    elif not known.is_stock and month.working and month.served < month.working:
        possible = ceil(Fraction(known.most * month.served, month.working))
        if amount > possible:
            yield Doubt(code, "days", amount, possible)
    for kind, values, least in (("profile", known.profile, LEAST_OF_PROFILE), ("own", known.own, LEAST_OF_OWN)):
        if len(values) >= least:
            low, high = bounds(values)
            if not low <= amount <= high:
                yield Doubt(code, kind, amount, high if amount > high else low)
    if known.planted is not None and amount > known.planted:
        yield Doubt(code, "survivors", amount, known.planted)
