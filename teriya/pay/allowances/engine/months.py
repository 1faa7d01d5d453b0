"""What the engine reads about one volunteer's month, and the month cut where its rate changes.

Days of the month are numbers from 1. Worked cases: docs/algorithms/allocation.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

THIRTIETHS = 30


@dataclass(frozen=True, slots=True)
class Retention:
    """Francs kept on what is due: savings, an overpayment given back, a kit. `order`: the number of its order, 0 for a rule."""

    label: str
    amount: int
    source: str = ""
    kind: str = "savings"
    order: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """Another rate from `first_day` on, with the days from there to the next change."""

    first_day: int
    rate: int
    source: str = ""
    days_present: int = 0
    days_not_served: int = 0


@dataclass(frozen=True, slots=True)
class Bonus:
    """Francs besides the allowance, counted as it is: for a day paid, or for a whole month."""

    label: str
    rate: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """`basis`: day_present or month. `proration` of a monthly allowance: thirtieths, calendar_days or full_month.

    `rate` is the first day's; `changes` are the rates that begin later in the days served. `days_max` 0: no limit.
    `days_working`: working days within service. `days_not_served`: unexcused absences and suspension, taken off a monthly
    allowance. Both counts of days are those of the whole month. `retention_order`: the kinds in the order in which they are taken.
    `share_max`: what orders may take of what is due, together, in percent.
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
    changes: tuple[Change, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    retentions: tuple[Retention, ...] = ()
    retention_order: tuple[str, ...] = ()
    share_max: int = 0

    def as_dict(self) -> dict[str, Any]:
        """What `thaw` reads back. Four times as fast as `asdict` on the whole, which looks into every number."""
        found = {name: getattr(self, name) for name in _NAMES}
        return found | {name: [asdict(row) for row in found[name]] for name in _NESTED if found[name]}


_NESTED = ("changes", "bonuses", "retentions")
_NAMES = tuple(field.name for field in fields(Month))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of one rate, both ends inside, with those present and those not served among them."""

    first: int
    last: int
    rate: int
    source: str
    present: int
    not_served: int


def thaw(inputs: Mapping[str, Any]) -> Month:
    """The month that a line froze: what `asdict` wrote, read back; other keys are left aside."""
    kinds = {"changes": Change, "bonuses": Bonus, "retentions": Retention}
    known = {field.name: inputs[field.name] for field in fields(Month) if field.name in inputs}
    known["retention_order"] = tuple(known.get("retention_order", ()))
    return Month(**known | {name: tuple(kind(**row) for row in known.get(name, ())) for name, kind in kinds.items()})


def stretches(month: Month) -> list[Stretch]:
    """The days served, cut where the rate changes, in the order of days; one when it does not."""
    changes = sorted(month.changes, key=lambda change: change.first_day)
    starts = [month.first_day, *(change.first_day for change in changes)]
    ends = [*(change.first_day - 1 for change in changes), month.last_day]
    present = month.days_present - sum(change.days_present for change in changes)
    lost = month.days_not_served - sum(change.days_not_served for change in changes)
    rates = [
        (month.rate, month.source, present, lost),
        *((change.rate, change.source, change.days_present, change.days_not_served) for change in changes),
    ]
    return [Stretch(first, last, *rate) for first, last, rate in zip(starts, ends, rates, strict=True)]


def days_paid(month: Month, cut: list[Stretch]) -> list[int]:
    """Days paid of each stretch: up to the month's limit, the days of the highest rate first, so that one day more never pays less."""
    left = month.days_max or month.days_present
    paid = [0] * len(cut)
    for place in sorted(range(len(cut)), key=lambda place: (-cut[place].rate, place)):
        paid[place] = min(cut[place].present, left)
        left -= paid[place]
    return paid


def recount(month: Month, days: Sequence[int]) -> Month:
    """The same month with other days: present for a daily allowance, not served for a monthly one; one number for each stretch.

    Nothing is retained: what was kept the first time stays kept.
    """
    changes = sorted(month.changes, key=lambda change: change.first_day)
    if month.basis == "day_present":
        counted = [replace(change, days_present=number) for change, number in zip(changes, days[1:], strict=True)]
        return replace(month, retentions=(), changes=tuple(counted), days_present=sum(days))
    counted = [replace(change, days_not_served=number) for change, number in zip(changes, days[1:], strict=True)]
    return replace(month, retentions=(), changes=tuple(counted), days_not_served=sum(days))


def days_of(month: Month) -> list[int]:
    """The days that `recount` would change, one number for each stretch."""
    return [cut.present if month.basis == "day_present" else cut.not_served for cut in stretches(month)]


def served_parts(month: Month) -> tuple[int, int]:
    """(parts served, parts of a full month) under the proration.

    Thirtieths: every month counts 30, its last day is the 30th; from the 17th on, 14 of 30 are served.
    """
    return _parts_until(month, month.last_day)


def parts_of(month: Month, cut: list[Stretch]) -> tuple[list[int], int]:
    """(parts served in each stretch, parts of a full month): together those of `served_parts`.

    A month begun and due in full (`full_month`) is cut by its calendar days, as if every one were served.
    """
    if month.proration == "full_month" and len(cut) > 1:
        ends = [*(stretch.last for stretch in cut[:-1]), month.month_days]
        return [end - begin for begin, end in zip([0, *ends], ends, strict=False)], month.month_days
    until = [_parts_until(month, stretch.last) for stretch in cut]
    counts = [parts for parts, _whole in until]
    return [count - before for before, count in zip([0, *counts], counts, strict=False)], until[0][1]


def _parts_until(month: Month, last: int) -> tuple[int, int]:
    if month.proration == "full_month":
        return 1, 1
    if month.proration == "calendar_days":
        return last - month.first_day + 1, month.month_days
    if month.proration != "thirtieths":
        raise ValueError(f"no such proration of a monthly allowance: {month.proration}")
    last = THIRTIETHS if last >= month.month_days else last
    return max(min(last, THIRTIETHS) - min(month.first_day, THIRTIETHS) + 1, 0), THIRTIETHS
