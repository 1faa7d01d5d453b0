"""One person's story: who may read it, what it holds, and the trace that each reading leaves."""

from datetime import date

import pytest
from django.urls import reverse

from teriya.foundation.journal.models import Entry
from teriya.pay.allowances import actions as pay
from teriya.people import actions as people
from teriya.service.attendance import leaves
from tests.cast import appoint
from tests.factories import allowances, missions, placement
from tests.factories.people import register, somebody, twice
from tests.scenes import scene

pytestmark = pytest.mark.usefixtures("the_past")
NOVEMBER = date(2026, 11, 20)


def opened(client, user, person):
    client.force_login(user)
    answer = client.get(reverse("portals:dossier", args=[person.matricule]))
    assert b"variable inconnue" not in answer.content
    return answer


@pytest.fixture
@scene
def served(cast):
    """A volunteer whose March was paid, in one's own account."""
    [mission] = allowances.make_payable(cast)
    missions.give_account(mission, cast.kossi)
    allowances.bring(cast, allowances.prepare(cast))
    return mission


def test_story_goes_across_the_rooms(client, cast, served):
    page = opened(client, cast.ama, served.person).context
    assert [application.wave for application, _ in page["applications"]] == [served.wave] and [
        m for m, _ in page["missions"]
    ] == [served]
    assert page["sheets"].get().state == "confirmed" and [line.net for line in page["lines"]] == [30_000]
    assert {"contrat", "fiche"} <= {document.kind for document in page["documents"]}
    assert {m.template for m in page["messages_sent"]} >= {"contract_to_sign", "start_confirmed", "pay_sent"}


def test_leaves_stand_with_what_became_of_them(client, cast, served):
    day = allowances.ON
    asked = leaves.ask_leave(mission=served, kind="illness", first_day=day, last_day=day, by=cast.kossi, on=day)
    page = opened(client, cast.yao, served.person)
    assert list(page.context["leaves"]) == [asked] and "Maladie" in page.content.decode()
    assert list(opened(client, cast.kossi, served.person).context["leaves"]) == [asked]


def test_agent_of_the_centre_reads_all_but_the_pay(client, cast, served):
    slip = pay.issue_slip(line=served.pay_lines.get(), by=cast.awa, on=allowances.ON)
    assert slip in opened(client, cast.ama, served.person).context["documents"]
    page = opened(client, cast.yao, served.person).context
    assert page["missions"] and page["applications"] and not page["lines"]
    assert page["documents"] and slip not in page["documents"]


def test_nobody_else_finds_it(client, cast, served):
    appoint(cast.pitala, "regional_agent", cast.tone_1)
    for user in (cast.essi, cast.awa, cast.afi, cast.pitala):
        assert opened(client, user, served.person).status_code == 404


def test_reading_is_journalled_without_a_name(client, cast, served):
    opened(client, cast.yao, served.person)
    entry = Entry.objects.filter(action="people.read_dossier").get()
    assert (entry.subject_id, entry.by_id, entry.capacity) == (
        str(served.person_id),
        cast.yao.pk,
        "Agent du centre régional",
    )
    assert served.person.family not in str(entry.facts)


def test_person_sees_who_looked_and_the_own_pay(client, cast, served):
    opened(client, cast.yao, served.person)
    client.force_login(cast.kossi)
    page = client.get(reverse("portals:my_dossier")).context
    assert [reading.capacity for reading in page["readings"]] == ["Agent du centre régional"]
    assert [line.net for line in page["lines"]] == [30_000] and page["applications"]


def test_officer_does_not_see_who_else_looked(client, cast, served):
    assert opened(client, cast.ama, served.person).context["readings"] is None


def test_alias_leads_to_the_record_that_stands(client, cast):
    pair = twice(cast)
    people.decide(suspicion=pair, same=True, keep=pair.first, reason="même carte", by=cast.yao, on=NOVEMBER)
    client.force_login(cast.yao)
    answer = client.get(reverse("portals:dossier", args=[pair.second.matricule]))
    assert answer.url == reverse("portals:dossier", args=[pair.first.matricule])
    page = client.get(answer.url).context
    assert page["aliases"] == [pair.second] and page["suspicions"].get() == pair


def test_messages_of_a_shared_telephone_stay_apart(client, cast):
    first, second = register(cast, somebody(cast), somebody(cast, family="AGBO", given="Kodjo", sex="M", papers=()))
    assert first.phone == second.phone
    texts = [message.text for message in opened(client, cast.yao, first).context["messages_sent"]]
    assert all(second.matricule not in text for text in texts)


def test_refused_candidate_reads_the_reason(client, cast):
    wave = placement.open_wave(cast)
    [application] = placement.apply(cast, wave, None, diploma="bepc")
    placement.rank(cast, wave)
    placement.give_account(application, cast.afi)
    client.force_login(cast.afi)
    page = client.get(reverse("portals:my_dossier")).content.decode()
    assert "BEPC" in page and "non éligible" in page


def test_page_takes_few_queries(client, cast, served, django_assert_max_num_queries):
    client.force_login(cast.ama)
    with django_assert_max_num_queries(40):
        client.get(reverse("portals:dossier", args=[served.person.matricule]))


def test_papers_open_for_who_reads_the_file_and_leave_a_trace(client, cast, served):
    contract = served.contracts.get().document
    url = reverse("portals:paper", args=[served.person.matricule, contract.pk])
    client.force_login(cast.yao)
    assert client.get(url).content.startswith(b"%PDF")
    assert Entry.objects.filter(action="people.read_dossier", by_id=cast.yao.pk).count() == 1
    client.force_login(cast.afi)
    assert client.get(url).status_code == 404


def test_paper_of_another_is_not_found_under_ones_own_file(client, cast, served):
    [other] = register(cast)
    client.force_login(cast.yao)
    assert (
        client.get(reverse("portals:paper", args=[other.matricule, served.contracts.get().document_id])).status_code
        == 404
    )
