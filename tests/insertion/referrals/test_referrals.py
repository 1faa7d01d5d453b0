"""The directory, and people directed to its referrals: what comes back, what is late, who reaches whom."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.messages.models import Message
from teriya.insertion.referrals import actions, links
from teriya.insertion.referrals.models import Referral, Service
from teriya.portals.waiting import tasks_of
from tests.cast import appoint
from tests.factories.missions import make_missions
from tests.factories.referrals import ON, make_officer, make_service, refer


@pytest.fixture
def person(cast):
    [mission] = make_missions(cast, until="ended")
    return mission.person


def note(cast, referral, step, days=0, **other) -> Referral:
    return actions.note(referral=referral, step=step, by=cast["regional_agent"], on=ON + timedelta(days), **other)


def test_the_pack_begins_the_directory_once(cast):
    officer = make_officer()
    first = actions.take_pack(by=officer, on=ON)
    assert {row.kind for row in first} == {"employment", "fund", "microfinance", "incubator", "training"}
    assert all(row.is_to_confirm and row.source for row in first)
    actions.close_service(service=first[0], reason="N’existe plus", by=officer, on=ON)
    assert actions.take_pack(by=officer, on=ON) == []
    with pytest.raises(Refusal, match="service_known"):
        actions.enter_service(name=first[1].name, kind="fund", place=first[1].place, gives="Crédit", by=officer, on=ON)


def test_a_referral_is_told_waited_for_and_finished(cast, person):
    referral = refer(cast, person)
    said = Message.objects.get(template="referred")
    assert said.to == person.phone and "ANPE de Haho" in said.text
    assert referral.due_on == ON + timedelta(15)
    with pytest.raises(Refusal, match="already_referred"):
        refer(cast, person, referral.service)
    assert note(cast, referral, "accept", 3).due_on == ON + timedelta(33)
    note(cast, referral, "begin", 10)
    with pytest.raises(Refusal, match="reason_required"):
        note(cast, referral, "finish", 40)
    assert note(cast, referral, "finish", 40, reason="Contrat de six mois").state == "finished"
    with pytest.raises(Refusal, match="wrong_state"):
        note(cast, referral, "accept", 41)


def test_silence_is_written_and_a_late_answer_still_counts(cast, person):
    referral = note(cast, refer(cast, person), "stay_silent", 20)
    again = refer(cast, person, referral.service, on=ON + timedelta(21))
    with pytest.raises(Refusal, match="already_referred"):
        note(cast, referral, "accept", 22)
    note(cast, again, "refuse", 22, reason="Trop âgé pour ce guichet")
    assert note(cast, referral, "accept", 23).state == "accepted"


def test_an_agent_reaches_those_who_live_or_served_in_the_region(cast, person):
    away = appoint(cast.komlan, "regional_agent", cast.tone_1).user
    with pytest.raises(NotAllowed):
        actions.refer(person=person, service=make_service(cast), asked="Inscription", by=away, on=ON)
    person.commune = cast.tone_1  # gone home: both reach them
    person.save()
    referral = actions.refer(person=person, service=Service.objects.get(), asked="Inscription", by=away, on=ON)
    assert list(Referral.objects.visible_to(cast["regional_agent"])) == [referral]


def test_the_queue_shows_the_late_first_and_the_page_writes_the_news(client, cast, person):
    late = refer(cast, person)
    recent = refer(cast, person, make_service(cast, "FAIEJ"), on=ON + timedelta(1))
    client.force_login(cast["regional_agent"])
    answer = client.get(reverse("referrals:referrals"))
    assert list(answer.context["page"]) == [late, recent]
    assert "en retard" in answer.content.decode()
    assert "Orientations sans nouvelle dans le délai" in [
        task.label for task in tasks_of(cast["regional_agent"], ON + timedelta(16))
    ]
    page, sent = (
        reverse("referrals:referral", args=[late.pk]),
        {"receipt": uuid4(), "step": "refuse", "on": "12/03/2025"},
    )
    refused = client.post(page, sent)
    assert refused.status_code == 422 and "Écrivez le motif" in refused.content.decode()
    assert client.post(page, sent | {"receipt": uuid4(), "reason": "Dossier incomplet"}).status_code == 302
    late.refresh_from_db()
    assert late.state == "refused" and "Dossier incomplet" in client.get(page).content.decode()


def test_the_service_answers_through_its_own_link_and_nothing_else(client, cast, person):
    referral, other = refer(cast, person), refer(cast, person, make_service(cast, "FAIEJ"))
    sent = Message.objects.filter(template="referral_received").order_by("pk").first()
    assert sent.to == referral.service.phone and links.address(referral) in sent.text
    page = reverse("referrals:by_link", args=[links.token(referral)])
    assert str(person) in client.get(page).content.decode()
    stolen = links.token(referral).split("-")[0] + "-" + links.token(other).split("-", 1)[1]
    assert client.get(reverse("referrals:by_link", args=[stolen])).status_code == 404
    assert client.post(page, {"receipt": uuid4(), "step": "abandon"}).status_code == 422
    refused = client.post(page, {"receipt": uuid4(), "step": "refuse"})
    assert "Écrivez le motif" in refused.content.decode()
    assert "Votre réponse est arrivée" in client.post(page, {"receipt": uuid4(), "step": "accept"}).content.decode()
    client.post(page, {"receipt": uuid4(), "step": "begin"})
    client.post(page, {"receipt": uuid4(), "step": "finish", "reason": "Contrat signé"})
    referral.refresh_from_db()
    other.refresh_from_db()
    assert (referral.state, other.state) == ("finished", "sent")
    over = client.get(page)
    assert over.status_code == 404 and str(person) not in over.content.decode()
    with pytest.raises(NotAllowed, match="not_by_link"):
        actions.note(referral=other, step="accept", by=links.Bearer(referral.pk), on=ON)
