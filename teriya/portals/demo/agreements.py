"""An agreement in euros that pays the seats of one region: a tranche received, one to call, invoices, a gift in kind, a reader."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import add_months, last_day
from teriya.mobilisation.hosts import needs
from teriya.mobilisation.hosts.models import Seat
from teriya.partnerships.agreements import actions
from teriya.partnerships.agreements.actions import Clauses, Invoice, NewTerms
from teriya.partnerships.agreements.models import Agreement
from teriya.partnerships.partners import actions as partners
from teriya.partnerships.partners.models import Partner
from teriya.portals.demo.life import REGION_OF_TODAY, Life

EURO = Decimal("655.957")  # francs for a euro: fixed parity
AMOUNT, FIRST = 30_000_00, 18_000_00  # cents
REGION = "TG-P"
PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%"
)


def pay_a_region(life: Life, seats: Sequence[Seat], on: date) -> None:
    """Signed a month before the needs, its first tranche received; it pays the seats of one region."""
    staff, signed = life.staff.head_office, on - timedelta(30)
    agreement = _sign(life, signed)
    first, _second = (
        actions.promise(agreement=agreement, amount=amount, due_on=due, condition=condition, by=staff["partnerships"], on=signed)
        for amount, due, condition in ((FIRST, signed, ""), (AMOUNT - FIRST, life.today + timedelta(20), "rapport de mi-parcours"))
    )  # fmt: skip
    actions.call(tranche=first, rate=EURO, by=staff["partnerships"], on=signed + timedelta(1))
    actions.receive(tranche=first, amount=FIRST, rate=EURO, bank_reference="AC-UE-0117", by=staff["public_accountant"], on=signed + timedelta(12))  # fmt: skip
    actions.decide(agreement=agreement, step="start", by=staff["partnerships"], on=signed + timedelta(12))
    envelope = agreement.envelopes.get().envelope
    own = [seat for seat in seats if seat.need.host.commune.centre.code == REGION_OF_TODAY]
    needs.fund(own, envelope=envelope, by=staff["finance_officer"], on=on)


def _sign(life: Life, on: date) -> Agreement:
    staff = life.staff.head_office
    writer, first = staff["partnerships"], on.replace(day=1)
    partner = Partner.objects.filter(code="UE").first() or partners.enter_partner(
        code="UE", name="Union européenne", kind="cooperation", country="", parts=["funder"], by=writer, on=on
    )
    clauses = Clauses(
        AMOUNT, EURO, first, last_day(first, 24), on, "Volontaires nationaux dans les communes des Plateaux",
        (add_months(first, 12), life.today + timedelta(25)),
    )  # fmt: skip
    agreement = actions.draft(
        reference=f"FED-{on.year}-042", partner=partner, title="Volontaires des Plateaux", currency="EUR", opens="tranche",
        clauses=clauses, by=writer, on=on,
    )  # fmt: skip
    terms = NewTerms(
        AMOUNT, places=[REGION], forms=["VNC"], costs=["allowance", "training", "kit"], monthly_max=100_000,
        ceilings={"training": 2_000_000},
    )  # fmt: skip
    version = agreement.versions.get()
    actions.add_envelope(
        version=version, code="UE-PLATEAUX", title="UE · Volontaires des Plateaux", terms=terms, by=writer, on=on
    )
    actions.sign(version=version, paper=_page("convention"), signed_on=on, by=staff["director"], on=on)
    return Agreement.objects.get(pk=agreement.pk)


def _page(name: str) -> SimpleUploadedFile:
    """A blank page of its own."""
    return SimpleUploadedFile(f"{name}.pdf", PAGE + name.encode())


def live_on(life: Life, reader: User) -> None:
    """Invoices with their documents, one of them still to check; premises lent; the partner's person reads it."""
    staff, agreement = life.staff.head_office, Agreement.objects.get(envelopes__code="UE-PLATEAUX")
    envelope = agreement.envelopes.select_related("envelope", "agreement").get()
    invoices = (
        Invoice(
            "training", "Salle et repas de la formation", "Hôtel Roc", "F-2210", 640_000, life.today - timedelta(40)
        ),
        Invoice("kit", "Gilets et sacs", "Sotoco", "0087", 310_000, life.today - timedelta(4)),
    )
    entered = [
        actions.enter_expense(invoice=one, parts=[(envelope, one.amount)], proof=_page(f"facture {one.number}"), by=staff["finance_officer"],
                              on=one.on + timedelta(1))
        for one in invoices
    ]  # fmt: skip
    actions.check_expense(
        expense=entered[0], step="accept", by=staff["authorising_officer"], on=invoices[0].on + timedelta(3)
    )
    actions.give_in_kind(
        agreement=agreement, what="Deux bureaux à Atakpamé", given_by="Commune d’Ogou 1", valued_how="loyer du marché, 12 mois à 75 000 F",
        amount=900_000, by=staff["partnerships"], on=life.today - timedelta(60),
    )  # fmt: skip
    actions.admit(agreement=agreement, user=reader, by=staff["partnerships"], on=life.today)
