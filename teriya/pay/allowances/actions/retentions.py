"""Francs kept on a person's allowances: asked by one person, approved by another."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.pay.allowances.models import RetentionOrder
from teriya.pay.allowances.states import RETENTION_LIFE, RetentionKind
from teriya.people.models import Person


@transaction.atomic
def ask_retention(
    *, person: Person, kind: str, total: int, instalment: int, reason: str, by: User, on: date
) -> RetentionOrder:
    """Ask to keep `total` francs, `instalment` a month at most, for a savings agreed or a kit. `reason` is what the slip says.

    Refuses `overpayment_needs_correction`: an overpayment is established by the correction of the month, and by nothing else.
    """
    require(by, P.PAY_RETAIN)
    require_date(by, on)
    require_not_own(person, by)
    if kind == RetentionKind.OVERPAYMENT:
        raise Refusal(
            "overpayment_needs_correction", _("Un trop-perçu s’établit en corrigeant le mois : ouvrez sa ligne."), field="kind"
        )  # fmt: skip
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez ce que le bulletin dira : le kit, la convention."), field="reason")
    if not 0 < instalment <= total:
        raise Refusal(
            "bad_instalment", _("Une retenue prend au moins un franc par mois, et jamais plus que son total."),
            field="instalment",
        )  # fmt: skip
    order = RetentionOrder.objects.create(
        person=person, kind=kind, total=total, instalment=instalment, reason=reason.strip(), entered_by_id=by.pk, entered_on=on
    )  # fmt: skip
    journal.write("pay.ask_retention", "retention", order.pk, by=by, on=on, reason=reason, permission=P.PAY_RETAIN,
                  kind=kind, total=total, instalment=instalment)  # fmt: skip
    return order


@transaction.atomic
def decide_retention(*, order: RetentionOrder, step: str, by: User, on: date, reason: str = "") -> RetentionOrder:
    """Approve, refuse or stop it, by another person than who asked. Once stopped, what was not taken is left to the person."""
    locked = RetentionOrder.objects.select_for_update(of=("self",)).select_related("person").get(pk=order.pk)
    require_other_person(by, locked.entered_by_id)
    require_not_own(locked.person, by)
    RETENTION_LIFE.check(step, locked.state)
    if step == "approve":
        locked.approved_by_id, locked.approved_on = by.pk, on
        locked.save(update_fields=["approved_by_id", "approved_on"])
    move(locked, RETENTION_LIFE, step, by=by, on=on, reason=reason)
    journal.write(
        f"pay.{step}_retention", "retention", locked.pk, by=by, on=on, reason=reason, permission=P.PAY_DECIDE
    )
    return locked


def require_not_own(person: Person, by: User) -> None:
    if person.account_id == by.pk:
        raise NotAllowed("own_file", _("Cette décision vous concerne : une autre personne doit agir."))
