"""Spending with proof: an invoice entered with its document by one person, checked by another, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.numbers import next_number
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.core.words import fold
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal
from teriya.foundation.ledger import actions as ledger
from teriya.foundation.ledger.models import EnvelopeMovement
from teriya.partnerships.agreements import policies, queries
from teriya.partnerships.agreements.actions.writing import locked
from teriya.partnerships.agreements.models import Agreement, AgreementEnvelope, Expense, ExpensePart, Ineligible
from teriya.partnerships.agreements.policies import Facts
from teriya.partnerships.agreements.states import EXPENSE_LIFE

K = EnvelopeMovement.Kind
_STANDING = ("entered", "accepted")


@dataclass(frozen=True, slots=True)
class Invoice:
    """What the supplier's paper says; `amount` in francs, the whole of it."""

    cost: str
    what: str
    supplier: str
    number: str
    amount: int
    on: date


@transaction.atomic
def enter_expense(
    *, invoice: Invoice, parts: Sequence[tuple[AgreementEnvelope, int]], proof: UploadedFile, by: User, on: date
) -> Expense:
    """Enter an invoice and what each envelope pays of it (francs); another person checks it.

    Refuses `above_invoice` when the parts are more than the invoice, `invoice_known` and `proof_used` when the invoice or its
    document stand on another expense, `outside_terms`, `agreement_not_running`.
    """
    require(by, P.EXPENSES_ENTER)
    require_date(by, on)
    if invoice.on > on:
        raise Refusal("day_to_come", _("Une facture n’est pas à venir."), field="on")
    agreements = _locked_agreements([envelope for envelope, _francs in parts])
    policies.require_spendable(agreements, field="envelope")
    _require_parts(invoice, parts)
    _require_terms(invoice, parts)
    folded, number = fold(invoice.supplier), invoice.number.strip().upper()
    known = Expense.objects.filter(state__in=_STANDING, folded=folded, invoice=number, amount=invoice.amount).first()
    if known:
        sentence = _("La facture %(invoice)s de %(supplier)s, du même montant, est déjà la dépense %(number)s.")
        said = {"invoice": number, "supplier": known.supplier, "number": known.number}
        raise Refusal("invoice_known", sentence % said, field="number")
    paper = documents.keep(file=proof, kind="proof", subject="agreement", subject_id=agreements[0].pk, by=by, on=on)
    used = Expense.objects.filter(state__in=_STANDING, sha256=paper.sha256).first()
    if used:
        sentence = _("Ce document justifie déjà la dépense %(number)s : une pièce ne sert qu’une fois.")
        raise Refusal("proof_used", sentence % {"number": used.number}, field="proof")
    row = Expense.objects.create(
        number=f"DEP-{on.year}-{next_number('DEPENSE', on.year):05}", cost=invoice.cost, what=invoice.what.strip(),
        supplier=invoice.supplier.strip(), folded=folded, invoice=number, amount=invoice.amount, on=invoice.on, proof=paper,
        sha256=paper.sha256, entered_by_id=by.pk, entered_on=on,
    )  # fmt: skip
    ExpensePart.objects.bulk_create(
        [ExpensePart(expense=row, envelope=envelope, amount=part) for envelope, part in parts]
    )
    journal.write("expenses.enter", "expense", row.pk, by=by, on=on, permission=P.EXPENSES_ENTER, amount=row.amount,
                  invoice=number, file=row.sha256, parts=[[envelope.code, part] for envelope, part in parts])  # fmt: skip
    return row


@transaction.atomic
def check_expense(*, expense: Expense, step: str, by: User, on: date, reason: str = "") -> Expense:
    """Accept or refuse what another person entered; reverse what was accepted. Accepted, it is committed and spent on its envelopes.

    Refuses `envelope_short`, `outside_terms` when the terms have changed since.
    """
    rows = [part.envelope for part in expense.parts.select_related("envelope")]
    agreements = _locked_agreements(rows)
    row = Expense.objects.select_for_update(of=("self",)).get(pk=expense.pk)
    require(by, P.EXPENSES_CHECK)
    require_other_person(by, row.entered_by_id)
    EXPENSE_LIFE.check(step, row.state)
    parts = list(row.parts.select_related("envelope__envelope").order_by("envelope__envelope"))
    if step == "accept":
        policies.require_spendable(agreements)
        invoice = Invoice(row.cost, row.what, row.supplier, row.invoice, row.amount, row.on)
        _require_terms(invoice, [(part.envelope, part.amount) for part in parts])
        row.checked_by_id, row.checked_on = by.pk, on
        row.save(update_fields=["checked_by_id", "checked_on"])
    if step == "reverse" and Ineligible.objects.filter(source="expense", source_id=row.pk).exists():
        raise Refusal("line_refused", _("Le bailleur a refusé cette dépense : elle se rend, elle ne s’annule plus."))
    move(row, EXPENSE_LIFE, step, by=by, on=on, reason=reason)
    _post(parts, step, on)
    journal.write(f"expenses.{step}", "expense", row.pk, by=by, on=on, reason=reason, permission=P.EXPENSES_CHECK,
                  amount=row.amount, parts=[[part.envelope.code, part.amount] for part in parts])  # fmt: skip
    return row


def _post(parts: Sequence[ExpensePart], step: str, on: date) -> None:
    for part in parts:
        moved = [ledger.Part("expense", part.expense_id, part.amount)]
        if step == "accept":
            ledger.commit(part.envelope.envelope, moved, on=on)
            ledger.move(part.envelope.envelope, K.SPENT, moved, on=on)
        if step == "reverse":
            ledger.move(part.envelope.envelope, K.RETURNED, moved, on=on)
            ledger.move(part.envelope.envelope, K.RELEASED, moved, on=on)


def _locked_agreements(envelopes: Sequence[AgreementEnvelope]) -> list[Agreement]:
    """Held in one order: two persons never wait for each other."""
    return [locked(Agreement(pk=pk)) for pk in sorted({envelope.agreement_id for envelope in envelopes})]


def _require_parts(invoice: Invoice, parts: Sequence[tuple[AgreementEnvelope, int]]) -> None:
    if invoice.amount <= 0 or not parts or min(part for _envelope, part in parts) <= 0:
        raise Refusal(
            "bad_amount", _("Une somme est un nombre entier de francs, plus grand que zéro."), field="amount"
        )
    if len({envelope.pk for envelope, _part in parts}) < len(parts):
        raise Refusal(
            "envelope_twice", _("Chaque enveloppe paie une seule part : choisissez-en une autre."), field="second"
        )
    if any(envelope.envelope_id is None for envelope, _part in parts):
        raise Refusal("agreement_not_running", _("Cette enveloppe n’est pas ouverte."), field="envelope")
    given = sum(part for _envelope, part in parts)
    if given > invoice.amount:
        sentence = _("Les parts font %(given)s : la facture n’est que de %(amount)s.")
        raise Refusal(
            "above_invoice", sentence % {"given": in_francs(given), "amount": in_francs(invoice.amount)}, field="part"
        )


def _require_terms(invoice: Invoice, parts: Sequence[tuple[AgreementEnvelope, int]]) -> None:
    """The terms in force on the day of the invoice, and the ceilings with what was charged before."""
    terms = queries.terms_in_force([envelope.envelope_id for envelope, _part in parts], invoice.on)
    before = queries.charged([envelope.envelope for envelope, _part in parts])
    for envelope, part in parts:
        total = before.get((envelope.envelope_id, invoice.cost), 0) + part
        facts = Facts(cost=invoice.cost, first=invoice.on, last=invoice.on, total=total)
        policies.require_within(terms.get(envelope.envelope_id), facts, field="envelope")
