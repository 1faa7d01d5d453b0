"""What hosts pay: recorded by one person, confirmed by another against the statement, settled at once, annulled by reversal."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal
from teriya.foundation.ledger import actions as ledger
from teriya.foundation.ledger.models import EnvelopeMovement
from teriya.mobilisation.hosts.models import Host
from teriya.pay.cofinancing import notices, papers, posting, queries
from teriya.pay.cofinancing.actions.holding import review
from teriya.pay.cofinancing.actions.plans import keep_paid
from teriya.pay.cofinancing.models import Allocation, Call, Payment
from teriya.pay.cofinancing.policies import lock_hosts
from teriya.pay.cofinancing.settling import release, settle, tell_facts
from teriya.pay.cofinancing.states import PAYMENT_LIFE


@transaction.atomic
def record(
    *, host: Host, means: str, reference: str, amount: int, paid_on: date, by: User, on: date, towards: Call | None = None
) -> Payment:  # fmt: skip
    """Write what the treasury, the bank or the operator says that a host paid; it counts once another person confirms it.

    Refuses `reference_known` (one reference of a means is one payment), `paid_later`, `not_its_call`.
    """
    require(by, P.SHARES_PREPARE)
    require_date(by, on)
    if paid_on > on:
        raise Refusal("paid_later", _("Un paiement n’est pas daté d’un jour à venir."), field="paid_on")
    if towards and (towards.host_id != host.pk or towards.state != "issued"):
        raise Refusal("not_its_call", _("Cet appel n’est pas un appel en cours de cette structure."), field="towards")
    row = Payment(host=host, means=means, reference=reference.strip(), amount=amount, paid_on=paid_on, towards=towards,
                  recorded_by_id=by.pk, recorded_on=on)  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "share_payment_reference_once" not in str(error):
            raise Refusal("bad_amount", _("La somme payée est plus grande que zéro."), field="amount") from error
        raise Refusal("reference_known", _("Un paiement porte déjà cette référence."), field="reference") from error
    _note("record", row, by, on)
    return row


@transaction.atomic
def confirm(*, payment: Payment, by: User, on: date) -> Payment:
    """Confirm what somebody else recorded: received on the envelope of host shares, posted, receipted; it settles the calls.

    What is over stays the host's credit. Refuses `no_share_envelope` until finance has opened one of kind « host ».
    """
    row = _locked(payment)
    require_other_person(by, row.recorded_by_id)
    PAYMENT_LIFE.check("confirm", row.state)
    envelope = queries.envelope_of_shares(on)
    if envelope is None:
        raise Refusal(
            "no_share_envelope",
            _("Aucune enveloppe ne reçoit les quotes-parts : ouvrez-en une du genre « structures d’accueil »."),
        )
    ledger.receive(envelope, [ledger.Part("host_payment", row.pk, row.amount)], on=on)
    posting.post_payment(row, envelope, on=on)
    row.receipt, row.envelope = papers.receipt(row, by=by, on=on), envelope
    row.confirmed_by_id, row.confirmed_on = by.pk, on
    row.save(update_fields=["receipt", "envelope", "confirmed_by_id", "confirmed_on"])
    move(row, PAYMENT_LIFE, "confirm", by=by, on=on)
    settle([row.host_id], on=on)
    keep_paid([row.host_id], on=on)
    review([row.host_id], because=_("paiement confirmé"), by=by, on=on)
    notices.received(row)
    _note("confirm", row, by, on)
    return row


@transaction.atomic
def refuse(*, payment: Payment, reason: str, by: User, on: date) -> Payment:
    """What was recorded is on no statement: it never counts, and its reference may be used again."""
    row = _locked(payment)
    require_other_person(by, row.recorded_by_id)
    PAYMENT_LIFE.check("refuse", row.state)
    move(row, PAYMENT_LIFE, "refuse", by=by, on=on, reason=reason)
    _note("refuse", row, by, on, reason)
    return row


@transaction.atomic
def annul(*, payment: Payment, reason: str, by: User, on: date) -> Payment:
    """A confirmed payment that did not stand (a cheque that bounced): reversed everywhere, and its calls are owed again.

    The bank has taken it back whether or not it was spent: the envelope may be left owing, and the next payments fill it first.
    """
    row = _locked(payment)
    require_other_person(by, row.recorded_by_id)
    PAYMENT_LIFE.check("annul", row.state)
    move(row, PAYMENT_LIFE, "annul", by=by, on=on, reason=reason)
    ledger.move(row.envelope, EnvelopeMovement.Kind.REFUNDED, [ledger.Part("host_payment", row.pk, row.amount)], on=on)
    posting.reverse_payment(row, on=on)
    documents.withdraw_many([row.receipt], reason=reason, by=by, on=on)
    touched = release(Allocation.objects.filter(payment=row), on=on)
    settle([row.host_id], on=on)
    tell_facts(touched)
    review([row.host_id], because=_("paiement annulé"), by=by, on=on)
    _note("annul", row, by, on, reason)
    return row


def _locked(payment: Payment) -> Payment:
    lock_hosts([payment.host_id])
    rows = Payment.objects.select_for_update(of=("self",)).select_related("host__commune", "envelope", "receipt")
    return rows.get(pk=payment.pk)


def _note(verb: str, row: Payment, by: User, on: date, reason: str = "") -> None:
    step = PAYMENT_LIFE.steps.get(verb)
    journal.write(f"shares.{verb}_payment", "share_payment", row.pk, by=by, on=on, reason=reason, host=row.host_id, amount=row.amount,
                  permission=step.permission if step else P.SHARES_PREPARE)  # fmt: skip
