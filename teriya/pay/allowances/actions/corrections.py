"""A paid month found wrong: counted anew by one person, approved by another. The sheet that was confirmed is not reopened."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.pay.allowances import posting, queries
from teriya.pay.allowances.actions.retentions import require_not_own
from teriya.pay.allowances.engine.entitlement import entitlement
from teriya.pay.allowances.engine.months import Month, recount, stretches, thaw
from teriya.pay.allowances.models import Correction, PayLine, RetentionOrder
from teriya.pay.allowances.states import CORRECTION_LIFE, LineState, RetentionKind, RetentionState
from teriya.pay.allowances.words import month_name


@transaction.atomic
def correct_line(
    *, line: PayLine, days: Sequence[int], reason: str, by: User, on: date, instalment: int = 0
) -> Correction:
    """Count a paid month anew, and say why. `days`: those of `engine.months.days_of`, one number for each rate of the month.

    The rates are those that the line froze. `instalment`: francs a month to take back when too much was paid, 0 for all of it
    as soon as the country's share of the month allows. Refuses `not_paid`, `correction_waits`, `nothing_changes`, `bad_days`.
    """
    require(by, P.PAY_CORRECT)
    require_date(by, on)
    locked = PayLine.objects.select_for_update(of=("self",)).select_related("mission__person").get(pk=line.pk)
    require_not_own(locked.mission.person, by)
    _require_paid(locked, reason)
    month = thaw(locked.inputs)
    _require_days(month, days)
    read = recount(month, days)
    due, before = entitlement(read), queries.due_so_far(locked)
    if due.net == before:
        raise Refusal(
            "nothing_changes", _("Ces jours donnent la même somme : il n’y a rien à corriger."), field="days_0"
        )
    correction = Correction.objects.create(
        line=locked, version=locked.corrections.count() + 2, reason=reason.strip(), days=list(days), lines=due.as_rows(),
        inputs=locked.inputs | asdict(read), before=before, due=due.net, entered_by_id=by.pk, entered_on=on,
        instalment=min(instalment or before - due.net, before - due.net) if due.net < before else 0,
    )  # fmt: skip
    journal.write("pay.correct", "pay_line", locked.pk, by=by, on=on, reason=reason, permission=P.PAY_CORRECT,
                  correction=correction.pk, before=before, due=due.net)  # fmt: skip
    return correction


@transaction.atomic
def decide_correction(*, correction: Correction, step: str, by: User, on: date, reason: str = "") -> Correction:
    """Approve or refuse it, by another person than who counted. More is due: the next run of the form pays it. Less: the
    difference is to be taken back, month after month."""
    rows = Correction.objects.select_for_update(of=("self",)).select_related("line__mission__person")
    locked = rows.get(pk=correction.pk)
    require_other_person(by, locked.entered_by_id)
    require_not_own(locked.line.mission.person, by)
    CORRECTION_LIFE.check(step, locked.state)
    if step == "approve":
        locked.approved_by_id, locked.approved_on = by.pk, on
        if locked.difference < 0:
            locked.order = _take_back(locked, by, on)
        locked.save(update_fields=["approved_by_id", "approved_on", "order"])
    move(locked, CORRECTION_LIFE, step, by=by, on=on, reason=reason)
    journal.write(f"pay.{step}_correction", "pay_line", locked.line_id, by=by, on=on, reason=reason,
                  permission=P.PAY_DECIDE, correction=locked.pk, difference=locked.difference)  # fmt: skip
    return locked


def _take_back(correction: Correction, by: User, on: date) -> RetentionOrder:
    line = correction.line
    order = RetentionOrder.objects.create(
        person=line.mission.person, kind=RetentionKind.OVERPAYMENT, total=-correction.difference,
        instalment=correction.instalment, reason=month_name(line.month), state=RetentionState.IN_FORCE,
        entered_by_id=correction.entered_by_id, entered_on=correction.entered_on, approved_by_id=by.pk, approved_on=on,
    )  # fmt: skip
    posting.overpaid(line, order, on=on)
    return order


def _require_paid(line: PayLine, reason: str) -> None:
    if not line.is_month or line.state != LineState.PAID:
        raise Refusal("not_paid", _("Seul un mois payé se corrige : avant, l’état se prépare à nouveau."))
    if line.corrections.filter(state="entered").exists():
        raise Refusal("correction_waits", _("Une correction de ce mois attend déjà d’être approuvée."))
    if not reason.strip():
        raise Refusal(
            "reason_required", _("Écrivez pourquoi ce mois est recompté, et sur quelle pièce."), field="reason"
        )


def _require_days(month: Month, days: Sequence[int]) -> None:
    """As many numbers as the month has rates, each within the days of its rate."""
    cut = stretches(month)
    if len(days) != len(cut) or not all(
        0 <= number <= stretch.last - stretch.first + 1 for number, stretch in zip(days, cut, strict=False)
    ):
        raise Refusal("bad_days", _("Ces jours ne tiennent pas dans le mois."), field="days_0")
