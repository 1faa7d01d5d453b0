"""« Explain this payment »: from each day marked to the answer of the institution, with who did what."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q
from django.db.models.functions import Collate
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.models import Transition
from teriya.foundation.core.periods import Month
from teriya.foundation.ledger.models import Leg
from teriya.pay.allowances.engine.entitlement import entitlement
from teriya.pay.allowances.engine.months import thaw
from teriya.pay.allowances.models import PayLine, PaymentOrder, ReturnLine
from teriya.service.attendance import queries as attendance
from teriya.service.attendance.states import MarkKind, SheetState

RULES = {
    "day_present": _("par jour de présence"),
    "month": _("au mois"),
    "closing": _("une fois, à la clôture de la mission"),
    "correction": _("correction d’un mois payé"),
}
PRORATIONS = {
    "": "", "days_present": "", "thirtieths": _("mois incomplet par trentièmes"),
    "calendar_days": _("mois incomplet au prorata des jours"), "full_month": _("mois commencé dû en entier"),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """One answer of an institution; `outcome`: what was made of it, in words; `explained`: who explained it, and how."""

    line: ReturnLine
    order: str
    outcome: str
    explained: str


@dataclass(frozen=True)
class Proof:
    """`places`: order id → its line in its file; `legs`: (day, entry, account, francs) of the ledger; `rule`: how the month is counted, in words; `is_same_again`: the frozen inputs, computed again, give these lines; `marks`: (day, kind, label); `acts`: who did what on the month sheet; `splits`: who pays how much; `answers`: what was said of its orders, by which line of which file, and who explained it."""

    rule: str
    is_same_again: bool
    marks: list[tuple[date, str, str]]
    acts: list[tuple[date, str, str, str]]
    splits: list[tuple[str, int]]
    answers: list[Told]
    places: dict[int, int]
    legs: list[tuple[date, str, str, int]]


def replay(line: PayLine) -> list[dict]:
    """The lines that the engine gives today from what the line froze, with the keys that were kept then."""
    rows = entitlement(thaw(line.inputs)).as_rows()
    kept = line.lines[0].keys() if line.lines else ()
    return [{key: row[key] for key in kept} for row in rows]


def of(line: PayLine) -> Proof:
    """Everything that stands behind one line; names of those who acted included."""
    marks = attendance.marks_of([line.mission_id], Month.of(line.month))[line.mission_id]
    sheets = line.mission.sheets.filter(month=line.month).values_list("pk", flat=True)
    steps = list(Transition.objects.filter(subject="sheet", subject_id__in=list(sheets)).order_by("pk"))
    names = dict(User.objects.filter(pk__in={step.by_id for step in steps}).values_list("pk", "name"))
    rule = (RULES[line.inputs["basis"]], PRORATIONS[line.inputs["proration"]])
    return Proof(
        rule=", ".join(str(word) for word in rule if word),
        is_same_again=not line.is_month or replay(line) == line.lines,
        marks=[(day, kind, MarkKind(kind).label) for day, kind in marks.items()],
        acts=[
            (step.on, SheetState(step.to).label, f"{names.get(step.by_id, '')}, {step.capacity}", step.reason)
            for step in steps
        ],
        splits=list(line.splits.values_list("envelope__title", "amount").order_by("pk")),
        answers=_answers(line),
        places=_places(line),
        legs=_legs(line),
    )


def _places(line: PayLine) -> dict[int, int]:
    """Files list their orders by matricule, then in the order they were made."""
    found = {}
    for order in line.orders.exclude(file=None):
        rows = PaymentOrder.objects.filter(file=order.file_id)
        listed = rows.order_by(Collate("line__mission__person__matricule", "C"), "pk").values_list("pk", flat=True)
        found[order.pk] = list(listed).index(order.pk) + 1
    return found


def _legs(line: PayLine) -> list[tuple[date, str, str, int]]:
    """What the ledger wrote of the line, of its orders and of the answers about them."""
    orders = list(line.orders.values_list("pk", flat=True))
    answers = ReturnLine.objects.filter(Q(order__in=orders) | Q(suspense__order__in=orders)).values("pk")
    written = Q(entry__source__startswith="pay_line_", entry__source_id=line.pk)
    written |= Q(entry__source__startswith="payment_", entry__source_id__in=orders)
    written |= Q(entry__source__startswith="answer_", entry__source_id__in=answers)
    rows = Leg.objects.filter(written).order_by("entry__on", "entry", "pk")
    told = rows.values_list("entry__on", F("entry__label"), "account", "amount")
    return [(on, label, str(Leg.Account(account).label), francs) for on, label, account, francs in told]


def _answers(line: PayLine) -> list[Told]:
    """Each answer about the line’s orders, those that a person matched to one of them included."""
    rows = ReturnLine.objects.filter(Q(order__line=line) | Q(suspense__order__line=line)).distinct()
    found = list(rows.select_related("file", "order", "suspense__order").order_by("pk"))
    doubts = {row.suspense.pk: row for row in found if hasattr(row, "suspense")}
    steps = Transition.objects.filter(subject="suspense", subject_id__in=doubts).order_by("pk")
    names = dict(User.objects.filter(pk__in={step.by_id for step in steps}).values_list("pk", "name"))
    explained = {step.subject_id: f"{names.get(step.by_id, '')}, {step.capacity} : {step.reason}" for step in steps}
    return [_told(row, explained) for row in found]


def _told(row: ReturnLine, explained: dict[int, str]) -> Told:
    doubt = getattr(row, "suspense", None)
    order = doubt.order if doubt and doubt.order else row.order
    outcome = doubt.get_state_display() if doubt else row.get_outcome_display()
    return Told(row, order.reference if order else "", outcome, explained.get(doubt.pk, "") if doubt else "")
