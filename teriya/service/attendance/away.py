"""Who is away, day by day: a month drawn as a calendar."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import Month
from teriya.foundation.rules import queries as rules
from teriya.service.attendance.models import Leave


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the grid: of the month or beside it, free or worked, and who is away: granted, and asked for only."""

    day: date
    is_inside: bool
    is_free: bool
    away: int
    asked: int


def leaves_of(user: User, month: Month, host: int | None = None) -> list[Leave]:
    """The leaves standing that touch a month, of those whose presence concerns this person; of one host when it is given."""
    rows = Leave.objects.visible_to(user).standing().touching(month.first, month.last)
    if host is not None:
        rows = rows.filter(mission__host_id=host)
    return list(rows.select_related("mission__person", "mission__host__commune").order_by("period", "pk"))


def beside(leave: Leave) -> list[Leave]:
    """The other leaves of the same host that share a day with this one."""
    others = Leave.objects.filter(mission__host_id=leave.mission.host_id).standing().exclude(pk=leave.pk)
    found = others.touching(leave.first_day, leave.last_day).exclude(mission=leave.mission_id)
    return list(found.select_related("mission__person").order_by("period", "pk"))


def weeks(month: Month, leaves: Sequence[Leave]) -> list[list[Cell]]:
    """Whole weeks from Monday to Sunday."""
    free = rules.holidays(month.year)
    return [
        [_cell(day, month, day.weekday() > 4 or day in free, leaves) for day in week]
        for week in Calendar().monthdatescalendar(month.year, month.number)
    ]


def _cell(day: date, month: Month, is_free: bool, leaves: Sequence[Leave]) -> Cell:
    here = [row for row in leaves if row.first_day <= day <= row.last_day]
    granted = sum(row.is_granted for row in here)
    return Cell(day, day.month == month.number, is_free, granted, len(here) - granted)
