"""The pages of hosts and needs."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from teriya.foundation.documents.models import Document
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts import needs
from teriya.mobilisation.hosts.actions import Rubrics
from teriya.mobilisation.hosts.models import Evaluation, Host, Need, Seat
from tests.factories.hosts import (
    SOON,
    TODAY,
    a_need,
    accredited,
    approved,
    envelope,
    evaluated,
    fresh,
    registered,
    reviewed,
    seats,
    submitted,
    with_officer,
)

pytestmark = pytest.mark.django_db
YES = dict.fromkeys(("identification", "capacity", "mission", "papers"), "yes")


def page_of(host: Host, route: str = "host") -> str:
    return reverse(f"hosts:{route}", args=[host.number])


def sent(**facts) -> dict:
    return {"receipt": uuid4(), "on": TODAY} | facts


@pytest.fixture
def agent(client, cast):
    client.force_login(cast.yao)
    return client


@pytest.fixture
def head(client, cast):
    client.force_login(cast.kodjo)
    return client


@pytest.fixture
def supervisor(client, cast):
    client.force_login(cast.mazalo)
    return client


def test_the_list_filters_by_name_state_and_commune(agent, cast):
    evaluated(cast)
    registered(cast, name="EPP Haho 2", commune_id=cast.haho_2.pk, office_number="8")
    for asked, found in (
        ({"q": "ceg"}, "CEG Haho 1"),
        ({"etat": "registered"}, "EPP Haho 2"),
        ({"commune": "haho 2"}, "EPP Haho 2"),
    ):
        names = [host.name for host in agent.get(reverse("hosts:hosts"), asked).context["page"]]
        assert names == [found]


def test_the_list_costs_the_same_for_one_or_thirty(agent, cast, django_assert_max_num_queries):
    for n in range(30):
        registered(cast, name=f"EPP {n}", office_number=str(n))
    with django_assert_max_num_queries(12):
        assert agent.get(reverse("hosts:hosts")).status_code == 200


def test_a_host_page_tells_its_story(agent, cast, django_assert_max_num_queries):
    need = approved(cast)
    with_officer(cast, need.host)
    with django_assert_max_num_queries(25):
        page = agent.get(page_of(need.host)).content.decode()
    for told in (
        "Évaluée",
        "Agréée",
        "Essi",
        "B0001",
        "Demandés ou présents : 2. Il en reste : 48.",
        "Fiche d’évaluation",
    ):
        assert told in page


def test_a_host_of_another_centre_is_not_found(agent, cast):
    host = registered(cast)
    Host.objects.update(commune=cast.tone_1)
    assert agent.get(page_of(host)).status_code == 404


def test_an_agent_registers_a_host(agent, cast):
    facts = {"name": "CVD Haho 2", "legal_form": "association", "receipt_number": "165/MATDCL", "domain": "decentralisation",
             "commune": "HAHO 2", "head": "KAO Afi", "phone": "99 23 54 93"}  # fmt: skip
    answer = agent.post(reverse("hosts:register"), sent(**facts))
    assert answer.url == page_of(Host.objects.get())


def test_a_missing_receipt_stands_beside_its_field(agent, cast):
    facts = {"name": "CVD", "legal_form": "ngo", "domain": "health", "commune": "Haho 2", "head": "KAO Afi"}
    answer = agent.post(reverse("hosts:register"), sent(**facts))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["receipt_number"])


def test_an_agent_evaluates_on_the_spot_and_prints_the_fiche(agent, cast):
    host = registered(cast)
    agent.post(page_of(host, "evaluate"), sent(**YES))
    assert fresh(host).state == "evaluated"
    paper = reverse("hosts:paper", args=[host.number, Document.objects.get().pk])
    assert agent.get(paper)["Content-Type"] == "application/pdf"


def test_a_rubric_not_met_asks_for_its_finding(agent, cast):
    host = registered(cast)
    answer = agent.post(page_of(host, "evaluate"), sent(**YES | {"capacity": "no"}))
    assert list(answer.context["form"].errors) == ["findings"]
    assert not Evaluation.objects.exists()


def test_a_paper_of_another_host_is_not_given(agent, cast):
    evaluated(cast)
    other = registered(cast, name="EPP", office_number="8")
    assert agent.get(reverse("hosts:paper", args=[other.number, Document.objects.get().pk])).status_code == 404


def test_accrediting_many_leaves_those_that_something_stops(client, cast):
    good, bad = evaluated(cast), evaluated(cast, Rubrics(papers=False), name="EPP", office_number="8")
    client.force_login(cast.kodjo)
    address = reverse("hosts:accredit")
    assert "ne remplit pas" in client.get(address).content.decode()
    answer = client.post(address, sent(chosen=[good.pk], months=24, quota=5), follow=True)
    assert "1 structure agréée" in answer.content.decode()
    assert (fresh(good).state, fresh(bad).state) == ("accredited", "evaluated")


def test_a_line_that_stopped_being_ready_is_reported(client, cast):
    """It was ready when the page was read; another person wrote an unfavourable evaluation since."""
    good = evaluated(cast)
    client.force_login(cast.kodjo)
    receipt = sent(chosen=[good.pk], months=24, quota=5)
    Evaluation.objects.update(papers=False)
    answer = client.post(reverse("hosts:accredit"), receipt)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["chosen"])


@pytest.mark.parametrize(("word", "state"), [("suspension", "suspended"), ("radiation", "removed")])
def test_operations_decides_with_a_reason(client, cast, word, state):
    host = accredited(cast)
    client.force_login(cast.kodjo)
    address = reverse("hosts:decide", args=[host.number, word])
    assert client.post(address, sent(reason="")).status_code == 422
    client.post(address, sent(reason="Quote-part impayée"))
    assert fresh(host).state == state
    assert "Quote-part impayée" in client.get(page_of(host)).content.decode()


def test_an_unknown_decision_is_not_found(client, cast):
    client.force_login(cast.kodjo)
    assert client.get(reverse("hosts:decide", args=[accredited(cast).number, "benediction"])).status_code == 404


def test_an_officer_asks_from_the_last_need_of_the_profile(client, cast):
    host = approved(cast, tasks="Tenir une classe", months=24).host
    with_officer(cast, host)
    client.force_login(cast.essi)
    address = page_of(host, "ask")
    assert "Instituteur" in client.get(address).content.decode()
    form = client.get(address, {"profil": "primary_teacher"}).context["form"]
    assert (form["tasks"].value(), form["months"].value(), form["tutor"].value()) == (
        "Tenir une classe",
        24,
        "AYITE Yao",
    )
    facts = {"form": "VNC", "profile": "Institutrice", "diploma": "bac", "places": 1, "months": 12, "starts_on": SOON}
    answer = client.post(address, sent(**facts))
    need = Need.objects.get(reference=f"B-{TODAY.year}-0001")
    assert answer.url == reverse("hosts:need", args=[need.pk])
    assert (need.profile, need.by_id) == ("primary_teacher", cast.essi.pk)


def test_an_officer_of_another_host_asks_nothing(client, cast):
    host = accredited(cast)
    client.force_login(cast.essi)
    assert client.get(page_of(host, "ask")).status_code == 404


def test_needs_are_approved_in_bulk_with_what_is_left(head, cast):
    host = accredited(cast)
    rows = [a_need(host, reference=f"B{n}") for n in range(3)]
    needs.submit(rows, form=Form.objects.get(code="VNC"), by=cast["regional_agent"], on=TODAY)
    needs.review(Need.objects.all(), by=cast["regional_supervisor"], on=TODAY)
    waiting = reviewed(cast, registered(cast, name="EPP", office_number="8"), reference="B9")
    address = reverse("hosts:approve")
    page = head.get(address).content.decode()
    assert "6 places" in page and "agréée à cette date" in page
    ready = Need.objects.exclude(pk=waiting.pk).values_list("pk", flat=True)
    answer = head.post(address, sent(chosen=list(ready)), follow=True)
    assert "Besoins approuvés : 3. Places ouvertes : 6." in answer.content.decode()
    assert Need.objects.filter(state="approved").count() == 3


def test_approving_before_the_accreditation_is_reported_need_by_need(head, cast):
    need = reviewed(cast)
    answer = head.post(reverse("hosts:approve"), sent(chosen=[need.pk], on=TODAY - timedelta(10)), follow=True)
    page = answer.content.decode()
    assert "Besoins approuvés : 0" in page and "agréée à cette date" in page


def test_nothing_ticked_approves_nothing(head, cast):
    reviewed(cast)
    assert head.post(reverse("hosts:approve"), sent()).status_code == 422


def test_the_same_approval_sent_twice_is_done_once(head, cast):
    need = reviewed(cast)
    facts = sent(chosen=[need.pk])
    answers = [head.post(reverse("hosts:approve"), facts) for _ in range(2)]
    assert Seat.objects.count() == 2
    assert answers[0].status_code == 302


def test_a_supervisor_refuses_with_a_reason_that_the_host_reads(supervisor, cast):
    need = submitted(cast)
    supervisor.post(reverse("hosts:refuse_need", args=[need.pk]), sent(reason="Profil absent de la vague"))
    assert "Profil absent de la vague" in supervisor.get(reverse("hosts:need", args=[need.pk])).content.decode()


def test_finance_funds_seats_and_sees_what_remains(client, cast):
    need, state = approved(cast), envelope(cast, 2_000_000)
    client.force_login(cast.awa)
    address = reverse("hosts:fund")
    page = client.get(address).content.decode()
    assert "reste 2\u202f000\u202f000" in page and "1\u202f440\u202f000" in page
    answer = client.post(address, sent(chosen=[need.pk], envelope=state.pk), follow=True)
    assert "Places financées : 2" in answer.content.decode()
    assert {seat.envelope for seat in seats(need)} == {state}


def test_finance_shares_a_seat_between_two_envelopes_on_the_page(client, cast):
    need, state, partner = approved(cast), envelope(cast), envelope(cast, code="UE")
    client.force_login(cast.awa)
    asked = {"chosen": [need.pk], "envelope": state.pk, "second": partner.pk, "second_weight": 40}
    answer = client.post(reverse("hosts:fund"), sent(**asked))
    assert answer.status_code == 422 and "<details open>" in answer.content.decode()
    assert client.post(reverse("hosts:fund"), sent(**asked, weight=60)).status_code == 302
    assert [seat.payers for seat in seats(need)] == [[(state, 60), (partner, 40)]] * 2


def test_an_envelope_too_short_says_what_is_missing(client, cast):
    need, state = approved(cast), envelope(cast, 100)
    client.force_login(cast.awa)
    answer = client.post(reverse("hosts:fund"), sent(chosen=[need.pk], envelope=state.pk))
    assert answer.status_code == 422 and "il en faut" in answer.content.decode()


def test_the_needs_list_and_bulk_pages_cost_few_queries(client, cast, django_assert_max_num_queries):
    host = accredited(cast, quota=100)
    rows = [a_need(host, reference=f"B{n}") for n in range(30)]
    needs.submit(rows, form=Form.objects.get(code="VNC"), by=cast["regional_agent"], on=TODAY)
    client.force_login(cast.kodjo)
    for route in ("hosts:needs", "hosts:review"):
        with django_assert_max_num_queries(16):
            assert client.get(reverse(route)).status_code == 200
