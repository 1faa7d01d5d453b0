"""What a volunteer is due for a month: whole francs, line by line, each with its formula and its source.

Worked cases and sources: docs/algorithms/allocation.md. How a month that is not full is counted is the pack's `proration`.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.money import grouped

THIRTIETHS = 30


@dataclass(frozen=True, slots=True)
class Retention:
    """Francs kept on what is due: savings, an overpayment given back."""

    label: str
    amount: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """All that the engine reads about one volunteer's month. Days of the month are numbers from 1.

    `basis`: day_present or month. `proration` of a monthly allowance: thirtieths, calendar_days or full_month.
    `days_max` 0: no limit. `days_working`: working days within service. `days_not_served`: unexcused absences and suspension, taken off a monthly allowance.
    """

    basis: str
    rate: int
    month_days: int
    source: str = ""
    proration: str = "thirtieths"
    first_day: int = 1
    last_day: int = 31
    days_present: int = 0
    days_max: int = 0
    days_working: int = 0
    days_not_served: int = 0
    retentions: tuple[Retention, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the slip. A retention is negative. `formula` is what the volunteer reads."""

    kind: str
    label: str
    quantity: int
    unit_amount: int
    amount: int
    formula: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Entitlement:
    lines: tuple[Line, ...]

    @property
    def net(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def retained(self) -> int:
        return -sum(line.amount for line in self.lines if line.kind == "retention")

    def as_rows(self) -> list[dict]:
        return [asdict(line) for line in self.lines]


def entitlement(month: Month) -> Entitlement:
    """The lines due, then what is retained; the net is their sum and is never below zero."""
    due = _days_present(month) if month.basis == "day_present" else _monthly(month)
    return Entitlement((*due, *_retained(month.retentions, sum(line.amount for line in due))))


def _days_present(month: Month) -> list[Line]:
    """Days present × rate, up to the month's limit: 1 500 × 19 = 28 500; 22 days with a limit of 20 are 20."""
    days = min(month.days_present, month.days_max) if month.days_max else month.days_present
    due = days * month.rate
    formula = f"{days} jour{'s' if days > 1 else ''} × {grouped(month.rate)} = {in_francs(due)}"
    return [Line("due", "Jours de présence", days, month.rate, due, formula, month.source)]


def _monthly(month: Month) -> list[Line]:
    """The rate for a full month; otherwise its part, then what absence takes off, each day counting for one part."""
    parts, whole = served_parts(month)
    lost = _parts_lost(month, parts)
    due, left = _part(month.rate, parts, whole), _part(month.rate, parts - lost, whole)
    if parts == whole:
        formula = f"1 mois × {grouped(month.rate)} = {in_francs(due)}"
        lines = [Line("due", "Mois complet", 1, month.rate, due, formula, month.source)]
    else:
        formula = f"{parts}/{whole} × {grouped(month.rate)} = {in_francs(due)}"
        lines = [Line("due", "Mois incomplet", parts, month.rate, due, formula, month.source)]
    if lost:
        formula = f"{lost}/{whole} × {grouped(month.rate)} = {in_francs(due - left)}"
        lines.append(Line("absence", "Jours non servis", lost, month.rate, left - due, formula, month.source))
    return lines


def served_parts(month: Month) -> tuple[int, int]:
    """(parts served, parts of a full month) under the proration.

    Thirtieths: every month counts 30, its last day is the 30th; from the 17th on, 14 of 30 are served.
    """
    if month.proration == "full_month":
        return 1, 1
    if month.proration == "calendar_days":
        return month.last_day - month.first_day + 1, month.month_days
    if month.proration != "thirtieths":
        raise ValueError(f"no such proration of a monthly allowance: {month.proration}")
    last = THIRTIETHS if month.last_day >= month.month_days else month.last_day
    return max(min(last, THIRTIETHS) - min(month.first_day, THIRTIETHS) + 1, 0), THIRTIETHS


def _parts_lost(month: Month, parts: int) -> int:
    """One part a day not served; all of them when no working day was served; none where a started month is whole."""
    if month.days_working and month.days_not_served >= month.days_working:
        return parts
    return 0 if month.proration == "full_month" else min(month.days_not_served, parts)


def _part(rate: int, parts: int, whole: int) -> int:
    """Parts of a rate to the nearest franc, halves upwards, in integers."""
    return (2 * rate * parts + whole) // (2 * whole)


def _retained(retentions: Sequence[Retention], due: int) -> list[Line]:
    """Retentions in a fixed order, each up to what is still there."""
    lines = []
    for kept in sorted(retentions, key=lambda kept: (kept.label, kept.amount)):
        taken = min(kept.amount, due)
        due -= taken
        if taken:
            lines.append(Line("retention", kept.label, 1, -taken, -taken, f"− {in_francs(taken)}", kept.source))
    return lines
