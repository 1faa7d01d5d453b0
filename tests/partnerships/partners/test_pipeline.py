"""Leads, from an idea to a signature or to a lesson; what is sought is never money."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.ledger.models import Envelope, EnvelopeMovement, LedgerEntry
from teriya.foundation.messages.models import Message
from teriya.partnerships.partners import actions, notices, queries
from teriya.partnerships.partners.actions import NewProject
from teriya.partnerships.partners.models import Opportunity
from teriya.portals.waiting.counting import count
from teriya.portals.waiting.partnerships import leads
from tests.factories.partners import ON, bring, kafui, make_lead, make_partner

PORTFOLIO = (2500, 1786, 1929, 1311, 2643, 2268, 150)  # horonyafinance, aib.media: the titles are not published
FEBRUARY = date(2025, 2, 10)


def test_the_request_of_seven_projects_stands_without_a_franc_of_cash(cast, browse):
    projects = [NewProject(f"Projet {n}", volunteers) for n, volunteers in enumerate(PORTFOLIO, 1)]
    request = make_lead(title="Portefeuille de sept projets", amount=18_829_000_000, projects=projects, on=FEBRUARY)
    bring(request, "write_concept", "submit", on=FEBRUARY)
    page = browse(kafui(), "opportunity", request.reference)
    assert "18 829 000 000 F" in page and "12 587 volontaires : 1 495 908 F chacun" in page and "0 F" in page
    assert "18 829 000 000 F" in browse(kafui(), "pipeline")
    request.refresh_from_db()
    assert (request.state, request.volunteers, request.each) == ("submitted", 12_587, 1_495_908)
    assert not Envelope.objects.exists() and not EnvelopeMovement.objects.exists() and not LedgerEntry.objects.exists()


def test_the_board_counts_what_is_sought_whole_and_by_its_chances(cast):
    make_lead(amount=1_000)
    make_lead(amount=3_000, percent=50)
    bring(make_lead(amount=10_000), "write_concept", "submit")
    columns = {column.state: (column.count, column.amount, column.weighted) for column in queries.board(Opportunity.objects.all(), ON)}  # fmt: skip
    assert columns["idea"] == (2, 4_000, 1_550)  # 5 of a hundred, by the rules; 50, typed
    assert columns["submitted"] == (1, 10_000, 3_000)
    assert columns["lost"] == (0, 0, 0)


def test_a_lead_is_negotiated_with_somebody_and_signed_by_its_agreement(cast):
    lead = bring(make_lead(), "write_concept", "submit")
    with pytest.raises(Refusal, match="partner_required"):
        bring(lead, "negotiate")
    told = {name: getattr(lead, name) for name in ("title", "amount", "owner", "volunteers", "year", "percent")}
    actions.amend_opportunity(opportunity=lead, partner=make_partner(), next_step="", next_on=None, by=kafui(), on=ON, **told)  # fmt: skip
    bring(lead, "negotiate")
    with pytest.raises(Refusal, match="step_has_its_own_act"):
        bring(lead, "sign")
    signed = actions.sign(opportunity=lead, agreement_reference="CONV-2024-7", amount=2_500_000_000, by=cast.awa, on=ON)  # fmt: skip
    assert (signed.state, signed.agreement_reference) == ("signed", "CONV-2024-7")
    [line] = queries.measured(2024, ON)
    assert (line.kind, line.signed, line.partners, line.sought) == ("un", 2_500_000_000, 1, 0)
    bring(lead, "start")
    with pytest.raises(Refusal, match="wrong_state"):
        actions.lose(opportunity=lead, reason="Retirée", learnt="Rien", by=kafui(), on=ON)


def test_a_loss_says_why_and_what_it_teaches(cast, browse, send):
    lead = bring(make_lead(partner=make_partner()), "write_concept")
    assert send(kafui(), "lose", lead.reference, reason="Hors priorités", learnt=" ") == 422
    lesson = "Lire la stratégie du bailleur avant d’écrire."
    assert send(kafui(), "lose", lead.reference, reason="Hors priorités", learnt=lesson) == 302
    page = browse(cast.ama, "lessons")
    assert "Hors priorités" in page and lesson in page
    assert lead.title not in browse(cast.ama, "pipeline").partition("Les pistes")[2]


def test_amounts_of_projects_make_the_whole(cast):
    with pytest.raises(Refusal, match="projects_do_not_sum"):
        make_lead(amount=100, projects=[NewProject("Un", 1, 40), NewProject("Deux", 1, 50)])
    with pytest.raises(NotAllowed):
        make_lead(by=cast.awa)


def test_a_lead_is_opened_and_changed_from_its_pages(cast, browse, send):
    typed = {"title": "Fonds climat", "amount": "5 000 000", "volunteers": "0", "year": "2026", "owner": kafui().pk,
             "projects": "Mangrove ; 40 ; 2 000 000\nReboisement ; 60 ; 3 000 000", "next_step": "Envoyer la note"}  # fmt: skip
    assert send(kafui(), "open_opportunity", **typed) == 422  # a step without its day
    assert send(kafui(), "open_opportunity", **typed | {"next_on": "2026-03-01"}) == 302
    lead = Opportunity.objects.get()
    assert (lead.volunteers, lead.projects.count()) == (100, 2)
    assert "Mangrove ; 40 ; 2000000" in browse(kafui(), "amend_opportunity", lead.reference)
    assert send(kafui(), "amend_opportunity", lead.reference, **typed | {"next_on": "2026-03-01", "projects": "Mangrove ; quarante"}) == 422  # fmt: skip
    assert send(kafui(), "advance", lead.reference, "write_concept") == 302
    lead.refresh_from_db()
    assert lead.state == "concept"


def test_who_follows_a_late_lead_is_told_once_a_period(cast):
    today = timezone.localdate()
    late = make_lead(next_step="Relancer le ministère", next_on=today - timedelta(3), owner=cast.awa)
    make_lead(next_step="Écrire", next_on=today + timedelta(3))
    notices.remind(today)
    notices.remind(today)
    [message] = Message.objects.filter(template="opportunity_late")
    assert message.to == cast.awa.phone and late.reference in message.text
    notices.remind(today + timedelta(7))
    assert Message.objects.filter(template="opportunity_late", about=f"opportunity {late.pk}").count() == 2
    for user, waiting in ((kafui(), 1), (cast.awa, 1), (cast.dede, 0)):
        assert sum(task.count for task in count(list(leads(user, today)))) == waiting
