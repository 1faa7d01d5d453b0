"""Quarters of a calendar year."""

from datetime import date, timedelta


def last_day(year: int, quarter: int) -> date:
    """31 March, 30 June, 30 September, 31 December."""
    return date(year + quarter // 4, quarter * 3 % 12 + 1, 1) - timedelta(1)


def ended(year: int, on: date) -> list[int]:
    """The quarters of the year that are over on a day."""
    return [quarter for quarter in (1, 2, 3, 4) if last_day(year, quarter) < on]
