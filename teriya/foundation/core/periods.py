"""Periods and months: both ends are inside, as people say them."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeOperators
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Func, Q, Value


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month; its day in the database is the first."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    def days(self) -> list[date]:
        return [self.first + timedelta(n) for n in range(self.last.day)]

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or the month's last: 31 January + 1 → 28 February."""
    index = day.year * 12 + day.month - 1 + months
    month = Month(index // 12, index % 12 + 1)
    return month.first.replace(day=min(day.day, month.last.day))


def last_day(start: date, months: int) -> date:
    """The last day of a term of whole months: 1 March 2026 for 12 months ends on 28 February 2027."""
    return add_months(start, months) - timedelta(1)


def between(start: date, end: date | None) -> DateRange:
    """A range with both ends inside, as PostgreSQL keeps it (its upper end is outside)."""
    return DateRange(start, end + timedelta(1) if end else None, "[)")


def no_overlap(
    owner: str, name: str, *, sentence: str, period: str = "period", condition: Q | None = None
) -> ExclusionConstraint:
    """Periods of one owner may not overlap. An integer range of one number stands for equality: no extension needed."""
    same_owner = Func(F(owner), F(owner), Value("[]"), function="int8range", output_field=BigIntegerRangeField())
    return ExclusionConstraint(
        name=name,
        expressions=[(same_owner, RangeOperators.OVERLAPS), (period, RangeOperators.OVERLAPS)],
        condition=condition,
        violation_error_message=sentence,
    )
