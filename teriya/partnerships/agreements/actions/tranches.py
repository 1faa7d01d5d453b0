"""Tranches: promised by the agreement, called by a letter, received by the bank's notice, each by another hand."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.money import split
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.ledger import actions as ledger
from teriya.foundation.ledger.models import EnvelopeMovement, Leg
from teriya.partnerships.agreements import papers, queries
from teriya.partnerships.agreements.actions.writing import BASE, locked
from teriya.partnerships.agreements.engine.currency import Booked, book, francs
from teriya.partnerships.agreements.models import Agreement, AgreementEnvelope, Tranche, TrancheReceipt
from teriya.partnerships.agreements.states import LIVE, SPENDABLE, TRANCHE_LIFE, AgreementState, Opens, TrancheState

K, A = EnvelopeMovement.Kind, Leg.Account


@transaction.atomic
def promise(*, agreement: Agreement, amount: int, due_on: date, by: User, on: date, condition: str = "") -> Tranche:
    """Write a tranche of the agreement. Refuses `above_agreement` beyond the amount in force."""
    require(by, P.AGREEMENTS_WRITE)
    require_date(by, on)
    row = locked(agreement)
    if row.state not in (AgreementState.DRAFTED, *LIVE):
        raise Refusal("agreement_not_live", _("Cette convention est finie : elle ne promet plus rien."))
    limit = queries.in_force(row, on).amount
    if amount <= 0 or queries.promised(row) + amount > limit:
        sentence = _("Les tranches ne dépassent pas le montant de la convention, %(amount)s.")
        raise Refusal("above_agreement", sentence % {"amount": row.written(limit)}, field="amount")
    tranche = Tranche.objects.create(
        agreement=row, number=row.tranches.count() + 1, amount=amount, due_on=due_on, condition=condition.strip()
    )
    _tell("tranches.promise", tranche, P.AGREEMENTS_WRITE, by=by, on=on, amount=amount, due_on=due_on.isoformat())
    return tranche


@transaction.atomic
def call(*, tranche: Tranche, rate: Decimal, by: User, on: date) -> Tranche:
    """Ask the funder for a tranche by a numbered letter. In francs: called +, funds −, at the day's rate (1 for francs).

    Refuses `agreement_not_running` before the signature or while the agreement is suspended, `bad_rate`.
    """
    row, agreement = _locked(tranche)
    require(by, P.TRANCHES_CALL)
    require_date(by, on)
    TRANCHE_LIFE.check("call", row.state)
    if agreement.state not in SPENDABLE:
        raise Refusal("agreement_not_running", _("La convention n’est pas en cours : rien ne s’appelle."))
    _require_rate(agreement, rate)
    called = francs(row.amount, rate, agreement.currency)
    if called <= 0:
        raise Refusal("bad_amount", _("Cette somme ne fait pas un franc."), field="rate")
    row.rate, row.called, row.called_on, row.called_by_id = rate, called, on, by.pk
    row.letter = papers.call_letter(row, agreement, by=by, on=on)
    row.save(update_fields=["rate", "called", "called_on", "called_by_id", "letter"])
    move(row, TRANCHE_LIFE, "call", by=by, on=on)
    ledger.post_many(
        [("tranche_called", row.pk, _label("Appel", row), _legs(**{A.CALLED: called, A.FUNDS: -called}))], on=on
    )
    _tell("tranches.call", row, P.TRANCHES_CALL, by=by, on=on, rate=str(rate), francs=called, letter=row.letter.number)
    return row


@transaction.atomic
def receive(
    *, tranche: Tranche, amount: int, rate: Decimal, bank_reference: str, by: User, on: date
) -> TrancheReceipt:
    """Record what the bank credited for a called tranche, in one or several sums; `on` is the day of its notice.

    In francs, at the bank's rate: cash +, called − what the sum settles of the call, exchange the difference. Each envelope
    receives its part by largest remainder, and is granted it where the agreement opens by tranche. The same notice again
    changes nothing. Never by who called. Refuses `bank_reference_known` with another sum, `above_tranche`, `bad_rate`.
    """
    row, agreement = _locked(tranche)
    require(by, P.TRANCHES_RECEIVE)
    require_date(by, on)
    require_other_person(by, row.called_by_id)
    reference = bank_reference.strip().upper()
    if known := row.receipts.filter(bank_reference=reference).first():
        if (known.amount, known.rate, known.on) == (amount, rate, on):
            return known
        sentence = _("L’avis %(reference)s est déjà enregistré pour une autre somme.")
        raise Refusal("bank_reference_known", sentence % {"reference": reference}, field="bank_reference")
    TRANCHE_LIFE.check("receive", row.state)
    _require_rate(agreement, rate)
    before = sum(row.receipts.values_list("amount", flat=True))
    _require_left(agreement, row, amount, before)
    booked = book(before, amount, rate, row.rate, agreement.currency)
    if booked.cash <= 0 or not reference or on < row.called_on:
        raise Refusal("bad_receipt", _("Un avis a sa référence, une somme d’au moins un franc et une date qui suit l’appel."), field="bank_reference")  # fmt: skip
    receipt = TrancheReceipt.objects.create(
        tranche=row, amount=amount, rate=rate, cash=booked.cash, cleared=booked.cleared, bank_reference=reference, on=on,
        by_id=by.pk,
    )  # fmt: skip
    if before + amount == row.amount:
        move(row, TRANCHE_LIFE, "receive", by=by, on=on)
    shares = _post(agreement, row, receipt, booked)
    _tell("tranches.receive", row, P.TRANCHES_RECEIVE, by=by, on=on, amount=amount, rate=str(rate), cash=booked.cash,
          exchange=booked.exchange, bank_reference=reference, shares=shares)  # fmt: skip
    return receipt


def _require_left(agreement: Agreement, tranche: Tranche, amount: int, before: int) -> None:
    if not 0 < amount <= tranche.amount - before:
        sentence = _("Il reste %(left)s à recevoir sur cette tranche : ni plus, ni zéro.")
        raise Refusal("above_tranche", sentence % {"left": agreement.written(tranche.amount - before)}, field="amount")


def _post(agreement: Agreement, tranche: Tranche, receipt: TrancheReceipt, booked: Booked) -> dict[str, int]:
    """The entry and the movements of a sum received; returns each envelope's francs."""
    legs = _legs(**{A.CASH: booked.cash, A.CALLED: -booked.cleared, A.EXCHANGE: -booked.exchange})
    ledger.post_many([("tranche_received", receipt.pk, _label("Reçu", tranche), legs)], on=receipt.on)
    terms = queries.terms_of(queries.in_force(agreement, receipt.on))
    rows = (
        AgreementEnvelope.objects.filter(pk__in=terms)
        .exclude(envelope=None)
        .select_related("envelope")
        .order_by("envelope")
    )
    envelopes = [row for row in rows if terms[row.pk].amount]
    parts = split(booked.cash, [terms[row.pk].amount for row in envelopes])
    shares = {row.code: part for row, part in zip(envelopes, parts, strict=True) if part}
    for row in envelopes:
        if row.code in shares:
            part = [ledger.Part("tranche", receipt.pk, shares[row.code])]
            ledger.receive(row.envelope, part, on=receipt.on)
            if agreement.opens == Opens.TRANCHE:
                ledger.move(row.envelope, K.GRANTED, part, on=receipt.on)
    return shares


@transaction.atomic
def give_up(*, tranche: Tranche, reason: str, by: User, on: date) -> Tranche:
    """A tranche that will not come: cancelled before its call, refused by the funder after; what was called and has not come is reversed."""
    row, agreement = _locked(tranche)
    step = "cancel" if row.state == TrancheState.PROMISED else "refuse"
    if step == "refuse":
        require_other_person(by, row.called_by_id)
    move(row, TRANCHE_LIFE, step, by=by, on=on, reason=reason)
    left = (row.called or 0) - sum(row.receipts.values_list("cleared", flat=True))
    if step == "refuse" and left:
        legs = _legs(**{A.FUNDS: left, A.CALLED: -left})
        ledger.post_many([("tranche_refused", row.pk, _label("Refusé", row), legs)], on=on)
    _tell(
        f"tranches.{step}",
        row,
        TRANCHE_LIFE.steps[step].permission,
        by=by,
        on=on,
        reason=reason,
        agreement=agreement.reference,
    )
    return row


def _locked(tranche: Tranche) -> tuple[Tranche, Agreement]:
    agreement = locked(Agreement(pk=tranche.agreement_id))
    return Tranche.objects.select_for_update(of=("self",)).get(pk=tranche.pk), agreement


def _require_rate(agreement: Agreement, rate: Decimal) -> None:
    if rate <= 0 or (agreement.currency == BASE and rate != 1):
        raise Refusal("bad_rate", _("Le taux est le nombre de francs pour une unité de la monnaie : 1 pour le franc."), field="rate")  # fmt: skip


def _legs(**amounts: int) -> list[dict]:
    return [{"account": account, "amount": value} for account, value in amounts.items() if value]


def _label(word: str, tranche: Tranche) -> str:
    return f"{word} {tranche.agreement.reference}, tranche {tranche.number}"


def _tell(action: str, tranche: Tranche, permission: str, *, by: User, on: date, reason: str = "", **facts) -> None:
    journal.write(action, "tranche", tranche.pk, by=by, on=on, reason=reason, permission=permission, number=tranche.number, **facts)  # fmt: skip
