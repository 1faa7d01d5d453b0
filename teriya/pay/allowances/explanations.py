"""« Explain this payment »: from each day marked to the answer of the institution, with who did what."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.models import Transition
from teriya.foundation.core.periods import Month
from teriya.pay.allowances.engine.entitlement import entitlement
from teriya.pay.allowances.engine.months import thaw
from teriya.pay.allowances.models import PayLine
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
class Proof:
    """`rule`: how the month is counted, in words; `is_same_again`: the frozen inputs, computed again, give these lines; `marks`: (day, kind, label); `acts`: who did what on the month sheet; `splits`: who pays how much; `returns`: files read."""

    rule: str
    is_same_again: bool
    marks: list[tuple[date, str, str]]
    acts: list[tuple[date, str, str, str]]
    splits: list[tuple[str, int]]
    returns: list


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
    institutions = {order.wallet.institution_id for order in line.orders.select_related("wallet")}
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
        returns=list(
            line.run.returns.filter(institution__in=institutions).select_related("institution").order_by("pk")
        ),
    )
