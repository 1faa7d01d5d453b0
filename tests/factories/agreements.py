"""An agreement with a funder of Togo: Kafui writes and calls, Ama signs, Tchaa records the bank's notices, Awa enters invoices, Dédé checks."""

from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from teriya.partnerships.agreements import actions
from teriya.partnerships.agreements.actions import Clauses, Invoice, NewTerms
from teriya.partnerships.agreements.models import Agreement, AgreementEnvelope, Expense, Tranche
from teriya.partnerships.partners.models import Partner
from tests.cast import Cast
from tests.factories.partners import kafui, make_partner
from tests.scenes import scene

ON = date(2024, 2, 1)
LATER = date(2024, 3, 1)


def pdf(text: str = "convention") -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{text}.pdf", b"%PDF-1.4\n" + text.encode())


def clauses(amount: int = 10_000_000, rate: str = "1", **values) -> Clauses:
    given = {
        "first": date(2024, 1, 1),
        "last": date(2024, 12, 31),
        "since": date(2024, 1, 1),
        "changes": "Volontaires des communes",
    }
    return Clauses(amount=amount, rate=Decimal(rate), **given | values)


@scene
def drafted(cast: Cast, amount: int = 10_000_000, rate: str = "1", *, currency: str = "XOF", opens: str = "signature",
            reference: str = "CONV-1", terms: NewTerms | None = None, **values) -> Agreement:  # fmt: skip
    """Written by Kafui, one envelope that takes the whole amount."""
    partner = Partner.objects.filter(code="PNUD").first() or make_partner()
    row = actions.draft(reference=reference, partner=partner, title="Volontaires des communes", currency=currency, opens=opens,
                        clauses=clauses(amount, rate, **values), by=kafui(), on=ON)  # fmt: skip
    actions.add_envelope(version=row.versions.get(), code=f"{reference}-A", title="Communes", terms=terms or NewTerms(amount),
                         by=kafui(), on=ON)  # fmt: skip
    return row


@scene
def signed(cast: Cast, *args, **values) -> Agreement:
    row = drafted(cast, *args, **values)
    actions.sign(version=row.versions.get(), paper=pdf(), signed_on=ON, by=cast.ama, on=ON)
    return Agreement.objects.get(pk=row.pk)


def envelope_of(row: Agreement) -> AgreementEnvelope:
    return row.envelopes.select_related("envelope", "agreement").order_by("pk")[0]


def called(cast: Cast, row: Agreement, amount: int, rate: str = "1") -> Tranche:
    tranche = actions.promise(agreement=row, amount=amount, due_on=LATER, by=kafui(), on=ON)
    return actions.call(tranche=tranche, rate=Decimal(rate), by=kafui(), on=ON)


def receive(cast: Cast, tranche: Tranche, amount: int, rate: str = "1", reference: str = "AC-1", on: date = LATER):
    return actions.receive(
        tranche=tranche, amount=amount, rate=Decimal(rate), bank_reference=reference, by=cast.tchaa, on=on
    )


def invoice(amount: int = 100_000, number: str = "F-1", **values) -> Invoice:
    given = {"cost": "training", "what": "Salle et repas", "supplier": "Hôtel Roc", "on": date(2024, 2, 10)} | values
    return Invoice(number=number, amount=amount, **given)


def entered(cast: Cast, row: Agreement, amount: int = 100_000, number: str = "F-1", **values) -> Expense:
    return actions.enter_expense(invoice=invoice(amount, number, **values), parts=[(envelope_of(row), amount)], proof=pdf(number),
                                 by=cast.awa, on=LATER)  # fmt: skip


def accepted(cast: Cast, row: Agreement, amount: int = 100_000, number: str = "F-1", **values) -> Expense:
    return actions.check_expense(
        expense=entered(cast, row, amount, number, **values), step="accept", by=cast.dede, on=LATER
    )
