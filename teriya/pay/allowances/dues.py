"""What is due: from confirmed presences and closed missions to pay lines with their splits. Nothing is written here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from teriya.foundation.core.money import split
from teriya.foundation.core.periods import Month
from teriya.pay.allowances import queries
from teriya.pay.allowances.controls import Findings, findings, stops
from teriya.pay.allowances.engine import months as engine
from teriya.pay.allowances.engine.entitlement import Entitlement, complement, entitlement, kept_whole
from teriya.pay.allowances.engine.entitlement import lump_sum as one_sum
from teriya.pay.allowances.ghosts import Signs
from teriya.pay.allowances.models import Correction, PayLine, RetentionOrder, Split
from teriya.pay.allowances.states import LineState, Nature, RetentionKind
from teriya.pay.allowances.terms import Book, Terms, lump_sum
from teriya.pay.allowances.words import month_name
from teriya.service.attendance import queries as attendance
from teriya.service.attendance.states import NOT_SERVED, MarkKind
from teriya.service.missions.models import Mission

TAKEN = {
    RetentionKind.SAVINGS: "Épargne",
    RetentionKind.OVERPAYMENT: "Trop-perçu repris",
    RetentionKind.KIT: "Kit repris",
}
FOR_HEIRS = "Mis de côté pour les héritiers"
_BESIDE = ("closing", "correction")  # lines beside the allowance of a month
ALL = 10**9  # francs: more than any month gives


@dataclass(frozen=True)
class Due:
    """A line not saved yet, and its splits."""

    line: PayLine
    splits: list[Split]


class Calculation:
    """The allowances of a month for a form. `orders`: what is kept on its people. Read once for everybody, then asked part by part."""

    def __init__(self, month: Month, form: str, on: date, orders: Sequence[RetentionOrder], signs: Signs) -> None:
        self.month, self.on, self.signs = month, on, signs
        self.book, self.kept = Book(form, month), Kept(orders)

    def of(self, missions: Sequence[Mission]) -> list[Due]:
        """The allowance of each mission for its confirmed month, stopped ones with their reasons."""
        found = findings(missions, self.month, self.on, self.signs)
        changing = [mission.pk for mission in missions if self.book.of(mission).changes_rate]
        marks = attendance.marks_of(changing, self.month) if changing else {}
        return [
            _of_mission(one, self.month, self.book.of(one), found, marks.get(one.pk, {}), self.kept)
            for one in missions
        ]


def of_closing(missions: Sequence[Mission], on: date, signs: Signs) -> list[Due]:
    """The lump sum of each closed mission, in the month of its last day; none where the pack gives none."""
    owed = [(mission, francs) for mission in missions if (francs := lump_sum(mission))]
    found = _found([(mission, Month.of(mission.ended_on)) for mission, _francs in owed], on, signs)
    dues = []
    for mission, francs in owed:
        month = Month.of(mission.ended_on)
        result = _for_whom(mission, one_sum("Pécule de fin de mission", francs.value, francs.source))
        inputs = {
            "basis": "closing", "proration": "", "rate": francs.value, "rate_since": francs.starts_on.isoformat(),
            "source": francs.source, "days_max": 0, "days_present": 0, "marks": attendance.Summary().as_dict(),
        }  # fmt: skip
        line = _line(mission, month, result, inputs, found[month], lowest=francs.value)
        line.nature = Nature.LUMP_SUM
        dues.append(_shared(line))
    return dues


def of_corrections(corrections: Sequence[Correction], on: date, signs: Signs) -> list[Due]:
    """What corrected months still owe, paid by those who paid the month."""
    owed = [(correction, correction.line) for correction in corrections]
    found = _found([(line.mission, Month.of(line.month)) for _correction, line in owed], on, signs)
    dues = []
    for correction, paid in owed:
        month = Month.of(paid.month)
        result = complement(
            f"Rappel de {month_name(paid.month)}", correction.before, correction.due, correction.reason
        )
        inputs = correction.inputs | {
            "basis": "correction", "proration": "", "rate": correction.difference, "days_max": 0, "changes": [], "bonuses": [],
        }  # fmt: skip
        line = _line(
            paid.mission, month, _for_whom(paid.mission, result), inputs, found[month], lowest=correction.difference
        )
        line.corrects, line.version = paid, correction.version
        line.inputs["funders"] = paid.inputs["funders"]
        dues.append(_shared(line))
    return dues


def _found(pairs: Sequence[tuple[Mission, Month]], on: date, signs: Signs) -> dict[Month, Findings]:
    """What the controls read, month by month."""
    months = dict.fromkeys(month for _mission, month in pairs)
    return {month: findings([mission for mission, of in pairs if of == month], month, on, signs) for month in months}


class Kept:
    """What retention orders have still to take, while a run is computed: who has two lines gives it once."""

    def __init__(self, orders: Sequence[RetentionOrder]) -> None:
        self.orders: dict[int, list[RetentionOrder]] = {}
        for order in orders:
            self.orders.setdefault(order.owner, []).append(order)
        self.left = queries.left(orders)

    def of(self, mission: Mission) -> tuple[engine.Retention, ...]:
        return tuple(
            engine.Retention(
                f"{TAKEN[order.kind]}\u00a0: {order.reason}", min(order.instalment, self.left[order.pk]),
                f"Retenue approuvée le {order.approved_on:%d/%m/%Y}", order.kind, order.pk,
            )
            for order in self.orders.get(queries.owner_of(mission.person), ()) if self.left[order.pk] > 0
        )  # fmt: skip

    def count(self, line: PayLine) -> None:
        """A line that will be paid takes its part; a stopped one takes nothing."""
        for row in line.lines if line.state == LineState.DUE else ():
            if row["order"]:
                self.left[row["order"]] += row["amount"]


def _of_mission(
    mission: Mission, month: Month, terms: Terms, found: Findings, marks: dict[date, str], kept: Kept
) -> Due:
    seen = found.summaries[mission.pk]
    read, rates = _read(mission, month, terms, seen, marks)
    read = replace(read, retentions=_retentions(mission, terms, kept))
    inputs = read.as_dict() | {"rate_since": rates[0].starts_on.isoformat(), "marks": seen.as_dict()}
    line = _line(mission, month, entitlement(read), inputs, found, lowest=min(rate.value for rate in rates))
    kept.count(line)
    return _shared(line)


def _retentions(mission: Mission, terms: Terms, kept: Kept) -> tuple[engine.Retention, ...]:
    """What a month keeps: all of it after a death, as savings that the heirs receive; neither a kit nor an overpayment comes before them."""
    if queries.is_dead(mission):
        return (engine.Retention(FOR_HEIRS, ALL, _death(mission)),)
    return (*terms.retentions, *kept.of(mission))


def _for_whom(mission: Mission, result: Entitlement) -> Entitlement:
    """A sum that comes after a death is set aside for the heirs whole."""
    return kept_whole(result, FOR_HEIRS, _death(mission)) if queries.is_dead(mission) else result


def _death(mission: Mission) -> str:
    return f"Décès le {mission.person.died_on or mission.ended_on:%d/%m/%Y}"


def _read(
    mission: Mission, month: Month, terms: Terms, seen: attendance.Summary, marks: dict[date, str]
) -> tuple[engine.Month, Sequence]:
    """What the engine reads of a mission's month, and the rates of the days served."""
    first, last = attendance.served(mission, month) or (month.first, month.first)
    rates = terms.between(first, last)
    ends = [*(rate.starts_on for rate in rates[2:]), date.max]
    changes = tuple(
        engine.Change(
            rate.starts_on.day, rate.value, rate.source,
            days_present=_count(marks, rate.starts_on, end, {MarkKind.PRESENT}),
            days_not_served=_count(marks, rate.starts_on, end, NOT_SERVED),
        )
        for rate, end in zip(rates[1:], ends, strict=False)
    )  # fmt: skip
    return engine.Month(
        basis=terms.basis, proration=terms.proration, rate=rates[0].value, source=rates[0].source,
        month_days=month.last.day, first_day=first.day, last_day=last.day,
        days_present=seen.present, days_max=terms.days_max, days_working=seen.working,
        days_not_served=seen.not_served, changes=changes, bonuses=terms.bonuses,
        retention_order=terms.retention_order, share_max=terms.share_max,
    ), rates  # fmt: skip


def _count(marks: dict[date, str], first: date, end: date, kinds: Collection[str]) -> int:
    """Days marked so from a day on, and before another."""
    return sum(kind in kinds for day, kind in marks.items() if first <= day < end)


def _line(
    mission: Mission, month: Month, result: Entitlement, inputs: dict, found: Findings, *, lowest: int
) -> PayLine:
    """`lowest`: the lowest rate that was read; none is zero where a text fixes them."""
    set_aside = result.retained if queries.is_dead(mission) else 0
    stopped = stops(
        mission, found, rate=lowest, net=result.net + set_aside, due=result.net + result.retained,
        is_month=inputs["basis"] not in _BESIDE,
    )  # fmt: skip
    return PayLine(
        mission=mission, month=month.first, net=result.net, retained=result.retained, lines=result.as_rows(),
        inputs=inputs | {"funders": [list(payer) for payer in found.funders[mission.seat_id]]},
        state=LineState.BLOCKED if stopped else LineState.DUE, blocked=[list(stop) for stop in stopped],
    )  # fmt: skip


def _shared(line: PayLine) -> Due:
    """What is due, retentions included, shared to the franc between those who pay."""
    funders = line.inputs["funders"]
    due = line.net + line.retained
    if not funders or not due:
        return Due(line, [])
    amounts = split(due, [weight for _envelope, weight in funders])
    return Due(line, [
        Split(line=line, envelope_id=envelope, amount=francs)
        for (envelope, _weight), francs in zip(funders, amounts, strict=True) if francs
    ])  # fmt: skip
