"""A partnership from the first contact to the closed report: every figure of the last page is one that somebody did."""

import html
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.ledger import queries as ledger
from teriya.mobilisation.hosts import needs
from teriya.partnerships.agreements import actions as agreements
from teriya.partnerships.agreements import audit
from teriya.partnerships.agreements.actions import NewTerms
from teriya.partnerships.agreements.models import Agreement
from teriya.partnerships.agreements.statements import statement
from teriya.partnerships.partners import actions as partners
from teriya.partnerships.partners.models import Opportunity
from teriya.portals.partner import reporting
from teriya.service.missions import actions as missions
from teriya.service.missions.models import Mission
from tests.factories.agreements import ON, accepted, called, clauses, envelope_of, pdf, receive
from tests.factories.allowances import make_payable, prepare
from tests.factories.corrections import pay
from tests.factories.partners import bring, kafui, make_lead, make_partner
from tests.portals.test_partner import reader

CONTACT, END = date(2023, 10, 2), date(2024, 4, 30)
AMOUNT = 10_000_000


@pytest.fixture(autouse=True)
def _the_past(settings):
    settings.TAKE_ON = True


def concluded(cast) -> tuple[Opportunity, Agreement]:
    """What was sought becomes an agreement, signed by another person than who wrote it."""
    # October: a contact, an idea, a request; not a franc yet
    partner = make_partner("UE", "Union européenne", kind="cooperation", on=CONTACT)
    partners.add_contact(partner=partner, name="Anna Weiss", function="Chargée de programme", email="a@ue.example", by=kafui(), on=CONTACT)  # fmt: skip
    lead = make_lead(partner=partner, title="Volontaires des communes", amount=AMOUNT, volunteers=2, on=CONTACT)
    bring(lead, "write_concept", "submit", "negotiate", on=CONTACT)
    assert ledger.standings() == {}

    # the agreement is signed by another person than who wrote it, and the lead names it
    draft = agreements.draft(reference="CONV-UE-1", partner=partner, title=lead.title, currency="XOF", opens="signature",
                             clauses=clauses(AMOUNT), by=kafui(), on=ON)  # fmt: skip
    agreements.add_envelope(version=draft.versions.get(), code="UE-1", title="Communes", terms=NewTerms(AMOUNT), by=kafui(), on=ON)  # fmt: skip
    agreements.sign(version=draft.versions.get(), paper=pdf(), signed_on=ON, lead=lead, by=cast.ama, on=ON)
    lead.refresh_from_db()
    assert (lead.state, lead.agreement_reference, lead.signed_amount) == ("signed", "CONV-UE-1", AMOUNT)
    agreement = Agreement.objects.get()
    agreements.decide(agreement=agreement, step="start", by=kafui(), on=ON)
    return lead, agreement


def lived(cast, agreement: Agreement) -> tuple[list[Mission], int]:
    """A tranche comes, two seats are funded, March is served and paid, an invoice is proven; (team, francs of pay)."""
    receive(cast, called(cast, agreement, 3_000_000), 3_000_000)
    team = make_payable(cast, 2, absent=1, envelope=envelope_of(agreement).envelope)
    paid = sum(pay(cast, prepare(cast)).lines.values_list("net", flat=True))
    assert paid == 39 * 1_500
    accepted(cast, agreement, 200_000)
    money = statement(agreement)
    assert (money.received, money.spent, money.eligible) == (3_000_000, paid + 200_000, paid + 200_000)
    return team, paid


def test_from_the_first_contact_to_the_closed_report(cast, client):
    _lead, agreement = concluded(cast)
    team, paid = lived(cast, agreement)

    # the partner reads people without names, each line, each proof; its report is frozen
    anna = reader(agreement)
    client.force_login(anna)
    page = _read(client, "portals:partner_agreement", agreement.pk)
    lines = _read(client, "portals:partner_lines", agreement.pk)
    for words in (page, lines):
        assert not any(mission.person.family in words or mission.person.matricule in words for mission in team)
    assert "3 000 000 F" in page and "58 500 F" in page
    report = reporting.freeze(agreement=agreement, as_of=END, by=anna, on=END)
    facts = report.facts
    assert (facts["seats"], facts["people"]["total"], facts["results"]["days"]) == (2, 2, 39)
    assert facts["money"]["spent"] == paid + 200_000 and facts["names"] is None
    assert sum(one["francs"] for one in facts["costs"]) == facts["money"]["spent"]
    assert sum(band["count"] for band in facts["people"]["ages"]) == 2 == sum(one["count"] for one in facts["regions"])
    assert [one["francs"] for one in facts["evidence"]["expenses"]] == [200_000]
    printed = client.get(reverse("portals:partner_report_pdf", args=[report.pk])).content

    # a later amendment shows the names: the frozen report stays as it was, a new one tells them
    Agreement.objects.filter(pk=agreement.pk).update(names_shown=True)
    assert client.get(reverse("portals:partner_report_pdf", args=[report.pk])).content == printed
    later = reporting.freeze(agreement=Agreement.objects.get(), as_of=date(2024, 5, 1), by=anna, on=date(2024, 5, 1))
    assert [one["matricule"] for one in later.facts["names"]] == [one.person.matricule for one in team]
    assert team[0].person.family in _read(client, "portals:partner_report", later.pk)

    # nothing is left to serve, the rest goes back, the agreement closes and its lead with it
    missions.end(missions=team, reason="resignation", last_day=date(2024, 3, 31), by=cast.mazalo, on=END, why="Projet fini")  # fmt: skip
    needs.close_seats([mission.seat for mission in team], reason="Projet fini", by=cast.awa, on=END)
    with pytest.raises(Refusal, match="not_settled"):
        agreements.decide(agreement=later.agreement, step="close", by=cast.ama, on=END)
    envelope = envelope_of(agreement)
    left = 3_000_000 - paid - 200_000
    back = agreements.enter_repayment(envelope=envelope, amount=left, reason="Solde", by=kafui(), on=END)
    agreements.decide_repayment(repayment=back, step="pay", bank_reference="OV-1", by=cast.tchaa, on=END)
    assert Opportunity.objects.get().state == "running"
    agreements.decide(agreement=later.agreement, step="close", by=cast.ama, on=END)
    assert (Agreement.objects.get().state, Opportunity.objects.get().state) == ("closed", "closed")
    assert ledger.standing_of(envelope.envelope).available == 0 == statement(agreement).balance
    assert list(audit.faults()) == []


def _read(client, route: str, pk: int) -> str:
    answer = client.get(reverse(route, args=[pk]))
    assert answer.status_code == 200
    return html.unescape(answer.content.decode()).replace("\u202f", " ").replace("\u00a0", " ")


def test_money_of_another_currency_is_told_in_francs(cast, client):
    """Tranches of an agreement in euros are shown as signed, what came is francs."""
    partner = make_partner("UE", "Union européenne", kind="cooperation")
    draft = agreements.draft(reference="CONV-UE-2", partner=partner, title="En euros", currency="EUR", opens="signature",
                             clauses=clauses(1_000_000, "655.957"), by=kafui(), on=ON)  # fmt: skip
    agreements.add_envelope(version=draft.versions.get(), code="UE-2", title="Euros", terms=NewTerms(1_000_000), by=kafui(), on=ON)  # fmt: skip
    agreements.sign(version=draft.versions.get(), paper=pdf(), signed_on=ON, by=cast.ama, on=ON)
    agreement = Agreement.objects.get()
    receive(cast, called(cast, agreement, 500_000, "655.957"), 500_000, "655.957")
    client.force_login(reader(agreement))
    page = _read(client, "portals:partner_agreement", agreement.pk)
    assert "5 000,00 EUR" in page and f"{int(5000 * Decimal('655.957')):,}".replace(",", " ") in page
