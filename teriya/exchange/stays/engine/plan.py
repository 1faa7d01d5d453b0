"""The days of a stay, from its departure and its end: when each line of the checklist is due, each interview, each month told."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

IsOpen = Callable[[date], bool]
MONTH_GRACE = 7  # days after its end in which a month is told without being late


@dataclass(frozen=True)
class Step:
    """A line of the checklist: `owner` is home or host; `days` before the departure, negative after the arrival."""

    code: str
    owner: str
    days: int


@dataclass(frozen=True)
class Talk:
    """A formal interview: `days` after `share` hundredths of the stay."""

    code: str
    share: int
    days: int


def due_dates(steps: Iterable[Step], departs_on: date, is_open: IsOpen) -> dict[str, date]:
    """Code → last day on which it may be done: a working day, never later than its delay says, never earlier after arrival.

    Counted back from the departure to the working day on or before; after the arrival, to the working day on or after.
    """
    found = {}
    for step in steps:
        day, way = departs_on - timedelta(step.days), timedelta(-1 if step.days >= 0 else 1)
        while not is_open(day):
            day += way
        found[step.code] = day
    return found


def already_late(due: dict[str, date], today: date) -> list[str]:
    """The lines whose day has passed before the plan is made: the departure is too near for them."""
    return [code for code, day in due.items() if day < today]


def earliest_departure(steps: Sequence[Step], today: date, is_open: IsOpen) -> date:
    """The first departure that leaves every line its whole delay."""
    day = today + timedelta(max((step.days for step in steps), default=0))
    while already_late(due_dates(steps, day, is_open), today):
        day += timedelta(1)
    return day


def talk_dates(talks: Iterable[Talk], first: date, last: date) -> dict[str, date]:
    """Code → day of each interview, within the stay."""
    length = (last - first).days
    days = {talk.code: first + timedelta(length * talk.share // 100 + talk.days) for talk in talks}
    return {code: min(max(day, first), last) for code, day in days.items()}


def months_to_tell(first: date, last: date, today: date) -> list[date]:
    """The first day of each month that can be told: from the month of the arrival, once its last day or the stay's has come."""
    found, month = [], first.replace(day=1)
    while month <= min(last, today):
        after = (month + timedelta(31)).replace(day=1)
        if min(after - timedelta(1), last) <= today:
            found.append(month)
        month = after
    return found


def is_month_late(month: date, last: date, today: date) -> bool:
    """Whether it should have been told: its last day, or the stay's, is more than a week ago."""
    after = (month + timedelta(31)).replace(day=1)
    return min(after - timedelta(1), last) + timedelta(MONTH_GRACE) < today


def days_served(first: date, last: date) -> int:
    """Both days inside."""
    return (last - first).days + 1
