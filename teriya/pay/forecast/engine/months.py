"""Months as whole numbers: they add up, and an address of the table is one of them."""

from datetime import date, timedelta


def index(day: date) -> int:
    """February 2026 → 2026 × 12 + 1."""
    return day.year * 12 + day.month - 1


def first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def last_of(month: int) -> date:
    return first_of(month + 1) - timedelta(1)


def term(start: date, months: int) -> date:
    """The last day of a contract of whole months that begins on a day."""
    there = index(start) + months
    return min(first_of(there) + timedelta(start.day - 1), last_of(there)) - timedelta(1)
