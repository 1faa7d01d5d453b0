"""Days: those one works, and those one serves in a month."""

from collections.abc import Collection
from datetime import date, timedelta


def working_days(first: date, last: date, holidays: Collection[date]) -> list[date]:
    """Monday to Friday between two days, both inside, less public holidays."""
    span = (first + timedelta(n) for n in range((last - first).days + 1))
    return [day for day in span if day.weekday() < 5 and day not in holidays]


def overlap(first: date, last: date, starts_on: date, ends_on: date) -> tuple[date, date] | None:
    """The days that two spans share, both ends inside; None when they share none."""
    begin, end = max(first, starts_on), min(last, ends_on)
    return (begin, end) if begin <= end else None
