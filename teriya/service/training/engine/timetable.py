"""What is taught on which half-day: modules follow each other and fill the days that there are."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple


class Slot(NamedTuple):
    """Half of a day: `half` is « am » or « pm », so that slots sort as they come."""

    on: date
    half: str


def slots(first: date, last: date, off: frozenset[date] | set[date]) -> list[Slot]:
    """The half-days between two days, both inside, without Sundays and days off; all of them when that leaves none."""
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    worked = [day for day in days if day.weekday() != 6 and day not in off]
    return [Slot(day, half) for day in worked or days for half in ("am", "pm")]


def spread(modules: Sequence[tuple[str, int]], among: Sequence[Slot], hours: int) -> list[tuple[Slot, str]]:
    """(half-day, module) for each module and its hours, in their order, over half-days of so many hours.

    A programme longer than the half-days is pressed into them, so that each module is taught: `missing` says by how much.
    """
    room = max(hours * len(among), sum(length for _code, length in modules))
    taught, begun = [], 0
    for code, length in modules:
        ended = begun + length
        first, last = begun * len(among) // room, -(-ended * len(among) // room)
        taught += [(slot, code) for slot in among[first:last]]
        begun = ended
    return taught


def missing(modules: Sequence[tuple[str, int]], among: Sequence[Slot], hours: int) -> int:
    """Hours of the programme that the half-days cannot hold."""
    return max(0, sum(length for _code, length in modules) - hours * len(among))
