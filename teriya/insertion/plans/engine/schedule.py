"""When each interview of a plan is due, from the days of the mission and the country's months."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

FIRST, MIDDLE, BEFORE_END, EXIT = "first", "middle", "before_end", "exit"
AFTER = ("after_short", "after_year", "after_long")


def schedule(months: Mapping[str, int], starts_on: date, ends_on: date) -> dict[str, date]:
    """Moment → day due, in order. `months`: after the start for `middle`, before the end for `before_end`, after it for the last ones.

    The first is due on the first day, the exit on the last. One that would fall outside the mission, or on the day of another
    that says more (`before_end` before `middle`), is left out; so is a moment without months.
    """
    found = {FIRST: starts_on}
    before = _later(ends_on, -months[BEFORE_END]) if months.get(BEFORE_END) else None
    middle = _later(starts_on, months[MIDDLE]) if months.get(MIDDLE) else None
    if middle and starts_on < middle < ends_on and not (before and _near(middle, before)):
        found[MIDDLE] = middle
    if before and starts_on < before < ends_on:
        found[BEFORE_END] = before
    found[EXIT] = ends_on
    found |= {moment: _later(ends_on, months[moment]) for moment in AFTER if months.get(moment)}
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def _near(one: date, other: date) -> bool:
    """Within two weeks: one interview is enough."""
    return abs((one - other).days) <= 14


def _later(day: date, months: int) -> date:
    """The same day some months later, or earlier; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
