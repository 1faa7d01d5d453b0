"""What the funder refuses, and what goes back to it."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.ledger import actions as ledger
from teriya.foundation.ledger.models import Envelope, EnvelopeMovement, Leg
from teriya.partnerships.agreements.actions.writing import locked
from teriya.partnerships.agreements.models import Agreement, AgreementEnvelope, Ineligible, InKind, Repayment
from teriya.partnerships.agreements.statements import lines_of, statements
from teriya.partnerships.agreements.states import LIVE, REPAYMENT_LIFE

K, A = EnvelopeMovement.Kind, Leg.Account


@transaction.atomic
def refuse_line(
    *, envelope: AgreementEnvelope, source: str, source_id: int, amount: int, reason: str, by: User, on: date
) -> Ineligible:
    """Write that the funder refuses one line that the envelope paid, all of it or a part, and why.

    Refuses `line_unknown`, `above_line`, `line_refused` when it already is.
    """
    require(by, P.EXPENSES_ENTER)
    require_date(by, on)
    agreement = _live(envelope)
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif que donne le bailleur."), field="reason")
    found = [line for line in lines_of(agreement) if (line.envelope.pk, line.source, line.source_id) == (envelope.pk, source, source_id)]  # fmt: skip
    if not found:
        raise Refusal("line_unknown", _("Cette enveloppe n’a pas payé cette ligne."))
    if found[0].refused:
        raise Refusal("line_refused", _("Cette ligne est déjà refusée par le bailleur."))
    if not 0 < amount <= found[0].amount:
        sentence = _("La ligne est de %(amount)s : ni plus, ni zéro.") % {"amount": in_francs(found[0].amount)}
        raise Refusal("above_line", sentence, field="amount")
    row = Ineligible.objects.create(
        envelope=envelope,
        source=source,
        source_id=source_id,
        amount=amount,
        reason=reason.strip()[:300],
        by_id=by.pk,
        on=on,
    )
    journal.write("agreements.refuse_line", "agreement", agreement.pk, by=by, on=on, reason=reason, permission=P.EXPENSES_ENTER,
                  envelope=envelope.code, line=[source, source_id], amount=amount)  # fmt: skip
    return row


@transaction.atomic
def carry_line(*, line: Ineligible, envelope: Envelope, by: User, on: date) -> Ineligible:
    """Let another envelope bear what the funder refuses: spent there, come back here, so that it can be given back.

    Never by who wrote the refusal. Refuses `line_carried`, `kept_elsewhere` for the envelope of an agreement, `envelope_short`.
    """
    require(by, P.EXPENSES_CHECK)
    require_date(by, on)
    own = AgreementEnvelope.objects.select_related("envelope").get(pk=line.envelope_id)
    _live(own)
    row = Ineligible.objects.select_for_update(of=("self",)).get(pk=line.pk)
    require_other_person(by, row.by_id)
    if row.carrier_id:
        raise Refusal("line_carried", _("Une autre enveloppe porte déjà cette ligne."))
    if envelope.kept_by:
        raise Refusal(
            "kept_elsewhere", _("L’enveloppe d’une convention ne porte pas ce qu’une autre refuse."), field="envelope"
        )
    row.carrier, row.carried_by_id, row.carried_on = envelope, by.pk, on
    row.save(update_fields=["carrier", "carried_by_id", "carried_on"])
    part = [ledger.Part("refused_line", row.pk, row.amount)]
    ledger.commit(envelope, part, on=on)
    ledger.move(envelope, K.SPENT, part, on=on)
    ledger.move(own.envelope, K.RETURNED, part, on=on)
    ledger.move(own.envelope, K.RELEASED, part, on=on)
    journal.write("agreements.carry_line", "agreement", own.agreement_id, by=by, on=on, permission=P.EXPENSES_CHECK,
                  line=[row.source, row.source_id], amount=row.amount, envelope=envelope.code)  # fmt: skip
    return row


@transaction.atomic
def enter_repayment(*, envelope: AgreementEnvelope, amount: int, reason: str, by: User, on: date) -> Repayment:
    """Propose to give money of an envelope back to its funder; another person pays it. Refuses `above_balance`."""
    require(by, P.EXPENSES_ENTER)
    require_date(by, on)
    agreement = _live(envelope)
    _require_balance(agreement, envelope, amount)
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez pourquoi cette somme retourne au bailleur."), field="reason")
    row = Repayment.objects.create(
        envelope=envelope, amount=amount, reason=reason.strip()[:200], entered_by_id=by.pk, entered_on=on
    )
    journal.write("repayments.enter", "repayment", row.pk, by=by, on=on, reason=reason, permission=P.EXPENSES_ENTER,
                  envelope=envelope.code, amount=amount)  # fmt: skip
    return row


@transaction.atomic
def decide_repayment(
    *, repayment: Repayment, step: str, by: User, on: date, bank_reference: str = "", reason: str = ""
) -> Repayment:
    """Pay a repayment that another person entered, by the bank's order, or refuse it.

    Paid: refunded on the envelope, whose right to commit falls by as much where it was not used; cash −, funds +.
    Refuses `above_balance`, `cash_short`, `reference_required`.
    """
    envelope = AgreementEnvelope.objects.select_related("envelope").get(pk=repayment.envelope_id)
    agreement = _live(envelope)
    row = Repayment.objects.select_for_update(of=("self",)).get(pk=repayment.pk)
    require(by, P.TRANCHES_RECEIVE)
    require_other_person(by, row.entered_by_id)
    REPAYMENT_LIFE.check(step, row.state)
    if step == "pay":
        _pay(agreement, envelope, row, bank_reference.strip().upper(), by, on)
    move(row, REPAYMENT_LIFE, step, by=by, on=on, reason=reason)
    journal.write(f"repayments.{step}", "repayment", row.pk, by=by, on=on, reason=reason, permission=P.TRANCHES_RECEIVE,
                  envelope=envelope.code, amount=row.amount, bank_reference=row.bank_reference)  # fmt: skip
    return row


def _pay(
    agreement: Agreement, envelope: AgreementEnvelope, row: Repayment, reference: str, by: User, on: date
) -> None:
    if not reference:
        raise Refusal("reference_required", _("Écrivez la référence de l’ordre de virement."), field="bank_reference")
    _require_balance(agreement, envelope, row.amount)
    row.bank_reference, row.paid_by_id, row.paid_on = reference, by.pk, on
    row.save(update_fields=["bank_reference", "paid_by_id", "paid_on"])
    part = ledger.Part("repayment", row.pk, row.amount)
    ledger.refund(envelope.envelope, [part], on=on)
    unused = min(row.amount, max(ledger.available(envelope.envelope), 0))
    if unused:
        ledger.move(envelope.envelope, K.WITHDRAWN, [part._replace(amount=unused)], on=on)
    legs = [{"account": A.FUNDS, "amount": row.amount}, {"account": A.CASH, "amount": -row.amount}]
    ledger.post_many([("repayment", row.pk, f"Rendu {agreement.reference}", legs)], on=on)


@transaction.atomic
def give_in_kind(
    *, agreement: Agreement, what: str, given_by: str, valued_how: str, amount: int, by: User, on: date
) -> InKind:
    """Write what is given and is not money, with how it was valued; it is counted apart, and never moves the ledger."""
    require(by, P.AGREEMENTS_WRITE)
    require_date(by, on)
    row = locked(agreement)
    if amount <= 0 or not valued_how.strip():
        raise Refusal("bad_amount", _("Dites à combien c’est estimé, et comment."), field="amount")
    found = InKind.objects.create(agreement=row, what=what.strip(), given_by=given_by.strip(), valued_how=valued_how.strip(),
                                  amount=amount, on=on, by_id=by.pk)  # fmt: skip
    journal.write(
        "agreements.give_in_kind", "agreement", row.pk, by=by, on=on, permission=P.AGREEMENTS_WRITE, amount=amount
    )
    return found


def _live(envelope: AgreementEnvelope) -> Agreement:
    agreement = locked(Agreement(pk=envelope.agreement_id))
    if agreement.state not in LIVE:
        raise Refusal("agreement_not_live", _("Cette convention n’est plus en cours."))
    return agreement


def _require_balance(agreement: Agreement, envelope: AgreementEnvelope, amount: int) -> None:
    left = statements(agreement)[envelope.pk].balance if envelope.envelope_id else 0
    if not 0 < amount <= left:
        sentence = _("Il reste %(left)s à justifier ou à rendre sur cette enveloppe : ni plus, ni zéro.")
        raise Refusal("above_balance", sentence % {"left": in_francs(max(left, 0))}, field="amount")
