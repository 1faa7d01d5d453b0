"""What a volunteer is due for a month: whole francs, line by line, each with its formula and its source.

Worked cases and sources: docs/algorithms/allocation.md. How a month that is not full is counted is the pack's `proration`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.money import grouped, split
from teriya.pay.allowances.engine.months import Bonus, Month, Stretch, days_paid, parts_of, stretches


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the slip. A retention is negative, with its kind and order. `formula` is what the volunteer reads."""

    kind: str
    label: str
    quantity: int
    unit_amount: int
    amount: int
    formula: str
    source: str = ""
    retention: str = ""
    order: int = 0


_NAMES = tuple(field.name for field in fields(Line))


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
        return [{name: getattr(line, name) for name in _NAMES} for line in self.lines]


def entitlement(month: Month) -> Entitlement:
    """The lines due, then what is retained; the net is their sum and is never below zero."""
    due = _days_present(month) if month.basis == "day_present" else _monthly(month)
    return Entitlement((*due, *_retained(month, sum(line.amount for line in due))))


def lump_sum(label: str, francs: int, source: str) -> Entitlement:
    """What a mission gives once, when it is closed."""
    return Entitlement(
        (Line("due", label, 1, francs, francs, f"1 × {grouped(francs)} = {in_francs(francs)}", source),)
    )


def complement(label: str, before: int, due: int, source: str) -> Entitlement:
    """What a corrected month still owes: what is due, less what was until then."""
    more = due - before
    formula = f"{grouped(due)} − {grouped(before)} = {in_francs(more)}"
    return Entitlement((Line("due", label, 1, more, more, formula, source),))


def kept_whole(result: Entitlement, label: str, source: str) -> Entitlement:
    """The same, of which every franc is kept as savings: nothing is paid out."""
    if not result.net:
        return result
    taken = result.net
    kept = Line("retention", label, 1, -taken, -taken, f"− {in_francs(taken)}", source, "savings", 0)
    return Entitlement((*result.lines, kept))


def _days_present(month: Month) -> list[Line]:
    """Days present × rate, up to the month's limit: 1 500 × 19 = 28 500; 22 days with a limit of 20 are 20."""
    cut = stretches(month)
    paid = days_paid(month, cut)
    counted = [(days, stretch) for days, stretch in zip(paid, cut, strict=True) if days or len(cut) == 1]
    lines = [
        _days_line("due", f"Jours de présence{_when(stretch, cut)}", days, stretch.rate, stretch.source)
        for days, stretch in counted
    ]
    return lines + [
        _days_line("bonus", bonus.label, sum(paid), bonus.rate, bonus.source)
        for bonus in _in_order(month.bonuses) if sum(paid)
    ]  # fmt: skip


def _days_line(kind: str, label: str, days: int, rate: int, source: str) -> Line:
    formula = f"{days} jour{'s' if days > 1 else ''} × {grouped(rate)} = {in_francs(days * rate)}"
    return Line(kind, label, days, rate, days * rate, formula, source)


def _monthly(month: Month) -> list[Line]:
    """The rate for a full month; otherwise its part, then what absence takes off, each day counting for one part.

    Each rate of the month gives its own lines. Rounding is done once, on their sum: no franc is lost between them.
    """
    cut = stretches(month)
    parts, whole = parts_of(month, cut)
    lost = _parts_lost(month, parts, cut)
    rates = [stretch.rate for stretch in cut]
    due = _rounded(rates, parts, whole)
    left = sum(_rounded(rates, [part - gone for part, gone in zip(parts, lost, strict=True)], whole))
    weights = [rate * gone for rate, gone in zip(rates, lost, strict=True)]
    taken = split(sum(due) - left, weights) if any(weights) else [0] * len(cut)
    lines = []
    for stretch, part, gone, francs, off in zip(cut, parts, lost, due, taken, strict=True):
        label = f"Mois {'complet' if sum(parts) == whole else 'incomplet'}{_when(stretch, cut)}"
        if part or len(cut) == 1:
            lines.append(_part_line("due", label, part, whole, stretch.rate, francs, stretch.source))
        if gone:
            label = f"Jours non servis{_when(stretch, cut)}"
            formula = f"{gone}/{whole} × {grouped(stretch.rate)} = {in_francs(off)}"
            lines.append(Line("absence", label, gone, stretch.rate, -off, formula, stretch.source))
    kept = sum(parts) - sum(lost)
    return lines + [
        _part_line("bonus", bonus.label, kept, whole, bonus.rate, _rounded([bonus.rate], [kept], whole)[0], bonus.source)
        for bonus in _in_order(month.bonuses) if kept
    ]  # fmt: skip


def _part_line(kind: str, label: str, parts: int, whole: int, rate: int, francs: int, source: str) -> Line:
    if parts == whole:
        return Line(kind, label, 1, rate, francs, f"1 mois × {grouped(rate)} = {in_francs(francs)}", source)
    return Line(kind, label, parts, rate, francs, f"{parts}/{whole} × {grouped(rate)} = {in_francs(francs)}", source)


def _parts_lost(month: Month, parts: Sequence[int], cut: Sequence[Stretch]) -> list[int]:
    """One part a day not served; all of them when no working day was served; none where a started month is whole."""
    if month.days_working and month.days_not_served >= month.days_working:
        return list(parts)
    if month.proration == "full_month":
        return [0] * len(cut)
    return [min(stretch.not_served, part) for stretch, part in zip(cut, parts, strict=True)]


def _rounded(rates: Sequence[int], parts: Sequence[int], whole: int) -> list[int]:
    """Parts of rates to the nearest franc, halves upwards, in integers: the francs of each sum to the rounded sum."""
    francs, exact, given = [], 0, 0
    for rate, part in zip(rates, parts, strict=True):
        exact += rate * part
        francs.append((2 * exact + whole) // (2 * whole) - given)
        given += francs[-1]
    return francs


def _when(stretch: Stretch, cut: Sequence[Stretch]) -> str:
    """« , du 1er au 16 », when the month has several rates."""
    if len(cut) == 1:
        return ""
    first, last = (f"{day}{'er' if day == 1 else ''}" for day in (stretch.first, stretch.last))
    return f", le {first}" if first == last else f", du {first} au {last}"


def _in_order(bonuses: Iterable[Bonus]) -> list[Bonus]:
    """In a fixed order, those of no franc left out."""
    return sorted((bonus for bonus in bonuses if bonus.rate), key=lambda bonus: (bonus.label, bonus.rate))


def _retained(month: Month, due: int) -> list[Line]:
    """Retentions in the pack's order, each up to what is still there; those of an order, together, up to their share of what is due."""
    ranks = {kind: rank for rank, kind in enumerate(month.retention_order)}
    lines, left, room = [], due, due * month.share_max // 100
    for kept in sorted(
        month.retentions, key=lambda kept: (ranks.get(kept.kind, len(ranks)), kept.label, kept.order, kept.amount)
    ):
        taken = min(kept.amount, left, room if kept.order else left)
        left -= taken
        room -= taken if kept.order else 0
        if taken:
            formula = f"− {in_francs(taken)}"
            lines.append(Line("retention", kept.label, 1, -taken, -taken, formula, kept.source, kept.kind, kept.order))
    return lines
