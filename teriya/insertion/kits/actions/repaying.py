"""What comes back: against a numbered receipt, never beyond what is owed; an error is reversed, never rubbed out."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.insertion.kits.actions.holding import hold
from teriya.insertion.kits.models import Kit, Repayment
from teriya.insertion.kits.states import KIT_LIFE, KitState


@transaction.atomic
def repay(*, kit: Kit, amount: int, means: str, voucher: str, by: User, on: date) -> Repayment:
    """Write what was received on a day. The last franc settles the kit. Refuses `not_owing`, `beyond_owed`, `voucher_known`."""
    row = hold(kit, by=by, on=on)
    if row.state != KitState.HANDED:
        raise Refusal("not_owing", _("Ce kit n’a rien à rembourser."))
    if not row.handed_on <= on:
        raise Refusal("bad_dates", _("Un kit se rembourse après sa remise."), field="on")
    if amount > row.left:
        sentence = _("Il reste %(left)s à rembourser : pas un franc de plus.")
        raise Refusal("beyond_owed", sentence % {"left": in_francs(row.left)}, field="amount")
    paid = Repayment(kit=row, amount=amount, means=means, voucher=voucher.strip(), on=on, by_id=by.pk)
    try:
        with transaction.atomic():
            paid.save()
    except IntegrityError as error:
        raise Refusal("voucher_known", _("Ce numéro de reçu a déjà servi."), field="voucher") from error
    _tell("repay", paid, by=by, on=on)
    row.refresh_from_db(fields=["repaid"])
    if not row.left:
        move(row, KIT_LIFE, "settle", by=by, on=on, commune=row.commune_id)
    return paid


@transaction.atomic
def reverse(*, repayment: Repayment, reason: str, by: User, on: date) -> Repayment:
    """A repayment written in error counts no more: a row of its own takes it back, and its kit owes again.

    Refuses `reversed_already`, `reason_required`, `waiver_stands` once what was left is written off.
    """
    row = hold(repayment.kit, by=by, on=on)
    paid = Repayment.objects.get(pk=repayment.pk)
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="reason")
    if paid.reverses_id or Repayment.objects.filter(reverses=paid).exists():
        raise Refusal("reversed_already", _("Ce remboursement est déjà annulé."))
    if row.state == KitState.WRITTEN_OFF:
        raise Refusal("waiver_stands", _("Le solde de ce kit est effacé : rien ne s’y annule plus."))
    if row.state == KitState.REPAID:
        move(row, KIT_LIFE, "owe_again", by=by, on=on, reason=reason, commune=row.commune_id)
    back = Repayment.objects.create(kit=row, amount=-paid.amount, means=paid.means, voucher=paid.voucher, on=on, by_id=by.pk,
                                    reverses=paid, because=reason.strip())  # fmt: skip
    _tell("reverse", back, by=by, on=on)
    return back


def _tell(verb: str, row: Repayment, *, by: User, on: date) -> None:
    journal.write(f"kits.{verb}", "kit", row.kit_id, by=by, on=on, reason=row.because, permission=P.KITS_KEEP, amount=row.amount,
                  voucher=row.voucher)  # fmt: skip
