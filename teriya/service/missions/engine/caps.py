"""How long somebody has served, against the two caps: the law refuses, the agency's practice warns.

Source: Togo, loi n° 2011-001, art. 28 (five years in all); practice of one year renewable once.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAYS = 30  # days left over from whole months that make one more


@dataclass(frozen=True, order=True, slots=True)
class Length:
    """A length of service: whole months, and fewer than 30 days."""

    months: int
    days: int = 0

    def __str__(self) -> str:
        return f"{self.months} mois" + (f" et {self.days} jour{'s' if self.days > 1 else ''}" if self.days else "")


def length(periods: Iterable[tuple[date, date]]) -> Length:
    """Service in several periods, both ends inside: calendar months from each first day, then 30 odd days to a month.

    Periods that follow each other without a gap are one: a contract and its renewal leave no odd days between them.
    """
    months = days = 0
    for first, last in _joined(periods):
        whole, odd = _whole_months(first, last)
        months, days = months + whole, days + odd
    return Length(months + days // DAYS, days % DAYS)


def exceeds(served: Length, asked: Length, cap: int | None) -> bool:
    """Whether what was served and what is asked go beyond `cap` months, even by a day. No cap: never."""
    if cap is None:
        return False
    days = served.days + asked.days
    return Length(served.months + asked.months + days // DAYS, days % DAYS) > Length(cap)


def _joined(periods: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    joined: list[tuple[date, date]] = []
    for first, last in sorted(periods):
        if joined and first <= joined[-1][1] + timedelta(1):
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _whole_months(first: date, last: date) -> tuple[int, int]:
    after = last + timedelta(1)
    months = (after.year - first.year) * 12 + after.month - first.month
    while _later(first, months) > after:
        months -= 1
    return months, (after - _later(first, months)).days


def _later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
