"""What is left of a kit is given up by two persons: one asks with the reason, another decides."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.insertion.kits.actions.holding import hold
from teriya.insertion.kits.models import Kit, Waiver
from teriya.insertion.kits.states import KIT_LIFE, WAIVER_LIFE, KitState


@transaction.atomic
def ask_waiver(*, kit: Kit, reason: str, by: User, on: date) -> Waiver:
    """Ask that what is left be written off: goods lost, a death, a business that failed. Refuses `not_owing`, `waiver_asked`."""
    row = hold(kit, by=by, on=on)
    if row.state != KitState.HANDED:
        raise Refusal("not_owing", _("Ce kit n’a rien à rembourser."))
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="reason")
    asked = Waiver(kit=row, amount=row.left, reason=reason.strip(), asked_by_id=by.pk, asked_on=on)
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError as error:
        raise Refusal("waiver_asked", _("Une demande attend déjà pour ce kit.")) from error
    _tell("ask_waiver", asked, P.KITS_KEEP, by=by, on=on)
    return asked


@transaction.atomic
def decide_waiver(*, waiver: Waiver, step: str, by: User, on: date, reason: str = "") -> Waiver:
    """Approve, and what is left today is written off; or refuse, with the reason. Refuses `waiver_less` when less is left now: ask again."""
    kit = hold(waiver.kit, by=by, on=on, permission=P.KITS_DECIDE)
    row = Waiver.objects.select_for_update().get(pk=waiver.pk)
    require_other_person(by, row.asked_by_id)
    WAIVER_LIFE.check(step, row.state)
    if step == "approve" and kit.left != row.amount:
        raise Refusal("waiver_less", _("Le solde a changé depuis la demande : refusez-la, elle se fait à nouveau."))
    row.decided_by_id, row.decided_on = by.pk, on
    row.save(update_fields=["decided_by_id", "decided_on"])
    move(row, WAIVER_LIFE, step, by=by, on=on, reason=reason, commune=kit.commune_id)
    if step == "approve":
        kit.waived = row.amount
        kit.save(update_fields=["waived"])
        move(kit, KIT_LIFE, "write_off", by=by, on=on, reason=row.reason, commune=kit.commune_id)
    _tell(f"{step}_waiver", row, P.KITS_DECIDE, by=by, on=on, why=reason)
    return row


def _tell(verb: str, row: Waiver, permission: P, *, by: User, on: date, why: str = "") -> None:
    journal.write(
        f"kits.{verb}",
        "kit",
        row.kit_id,
        by=by,
        on=on,
        reason=why or row.reason,
        permission=permission,
        amount=row.amount,
    )
