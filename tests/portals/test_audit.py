"""What the auditor reads, and the box that finds what one may see."""

import pytest
from django.urls import reverse

from teriya.foundation.journal import chain
from teriya.foundation.journal.models import Entry
from teriya.pay.allowances.models import PaymentOrder
from tests.factories import allowances, hosts, missions, placement
from tests.factories.people import register
from tests.scenes import scene

pytestmark = pytest.mark.usefixtures("the_past")


def page(client, user, route, **query):
    client.force_login(user)
    answer = client.get(reverse(f"portals:{route}"), query)
    assert b"variable inconnue" not in answer.content
    return answer


def test_journal_is_filtered_by_the_start_of_an_action_and_by_subject(client, cast):
    host = hosts.accredited(cast)
    found = page(client, cast.issa, "journal", action="hosts.", subject="host", subject_id=host.pk).context["page"]
    assert {entry.action for entry in found} == {
        "hosts.register",
        "hosts.evaluate",
        "hosts.undertake",
        "hosts.accredit",
    }
    assert not page(client, cast.issa, "journal", action="pay.").context["page"].object_list


def test_journal_refuses_an_impossible_date_and_shows_nothing(client, cast):
    register(cast)
    answer = page(client, cast.issa, "journal", since="31/02/2026")
    assert answer.status_code == 422 and not answer.context["page"].object_list


def test_journal_says_what_is_sealed(client, cast, settings, tmp_path):
    settings.DATA = tmp_path
    register(cast)
    count = Entry.objects.count()
    assert page(client, cast.issa, "journal").context["chain"].unsealed == count
    chain.seal()
    state = page(client, cast.issa, "journal").context["chain"]
    assert (state.sealed, state.unsealed) == (count, 0)


def test_chain_that_holds_is_said_to_hold(client, cast, settings, tmp_path):
    settings.DATA = tmp_path
    register(cast)
    chain.seal()
    assert page(client, cast.issa, "seals").context["chain"].faults == []


def test_journal_takes_few_queries(client, cast, django_assert_max_num_queries):
    for _ in range(30):
        Entry.objects.create(by_id=0, action="x", subject="x", subject_id="1")
    client.force_login(cast.issa)
    with django_assert_max_num_queries(12):
        assert client.get(reverse("portals:journal")).status_code == 200


@pytest.fixture
@scene
def order(cast):
    allowances.make_payable(cast)
    return PaymentOrder.objects.get(line__run=allowances.bring(cast, allowances.prepare(cast)))


@pytest.mark.parametrize("path", ["reference", "line.mission.person.matricule", "line.mission.number"])
def test_payment_is_found_by_any_of_its_numbers(client, cast, order, path):
    text = order
    for step in path.split("."):
        text = getattr(text, step)
    assert list(page(client, cast.issa, "payment", q=f" {text.lower()} ").context["page"]) == [order.line]
    assert Entry.objects.filter(action="people.read_dossier", by_id=cast.issa.pk).count() == 1


def test_selection_is_explained_wish_by_wish(client, cast):
    wave = placement.ranked(cast, 210, 150, 90)
    placement.decided(cast, wave)
    told = page(client, cast.issa, "selection", vague=wave.code.lower(), numero="3").context["found"]
    assert (
        told.application.ranking.rank == 3 and len(told.why) == 2 and all("non." in sentence for sentence in told.why)
    )
    assert told.steps[0][2] == "éligible"


def test_selection_before_the_decision_shows_the_wishes(client, cast):
    wave = placement.ranked(cast, 210)
    answer = page(client, cast.issa, "selection", vague=wave.code, numero="1")
    assert answer.context["found"].why == [] and "n’est pas décidé" in answer.content.decode()


def test_unknown_number_is_said_unknown(client, cast):
    assert "Aucune candidature" in page(client, cast.issa, "selection", vague="X", numero="1").content.decode()
    assert "Aucune ligne" in page(client, cast.issa, "payment", q="X").content.decode()


def found(client, user, text: str) -> dict[str, list[str]]:
    return {
        kind.title: [hit.label for hit in kind.hits] for kind in page(client, user, "search", q=text).context["found"]
    }


def test_everything_is_found_by_its_number(client, cast):
    [mission] = missions.make_missions(cast, 1)
    number = mission.contracts.get().document.number
    assert found(client, cast.kodjo, mission.person.matricule) == {"Personnes": [str(mission.person)]}
    assert found(client, cast.kodjo, mission.host.number) == {"Structures": [mission.host.name]}
    assert found(client, cast.kodjo, mission.seat.need.reference) == {"Besoins": [mission.seat.need.reference]}
    assert (
        found(client, cast.kodjo, mission.number)["Missions"]
        == found(client, cast.kodjo, number)["Missions"]
        == [mission.number]
    )
    assert "Missions" in found(client, cast.kodjo, "1") and "Candidatures" in found(client, cast.kodjo, "1")


def test_person_is_found_by_the_paper_that_was_shown(client, cast):
    [person] = register(cast)
    assert found(client, cast.yao, "0123 456 789") == {"Personnes": [str(person)]}
    assert found(client, cast.yao, "0123 456") == {}


def test_people_and_hosts_are_found_by_their_words(client, cast):
    [mission] = missions.make_missions(cast, 1)
    words = f"{mission.person.given} {mission.person.family}".lower()
    assert found(client, cast.yao, words)["Personnes"] == [str(mission.person)]
    assert found(client, cast.yao, "notse lycée")["Structures"] == [mission.host.name]


def test_one_finds_what_one_may_see_only(client, cast):
    [mission] = missions.make_missions(cast, 1)
    assert found(client, cast.afi, mission.person.family) == {} == found(client, cast.afi, mission.number)
    assert found(client, cast.essi, mission.number) == {"Missions": [mission.number]}


def test_empty_box_finds_nothing(client, cast):
    register(cast)
    assert found(client, cast.yao, "") == {} == found(client, cast.yao, " é ") == found(client, cast.yao, "…")


def test_search_takes_few_queries(client, cast, django_assert_max_num_queries):
    missions.make_missions(cast, 30)
    client.force_login(cast.kodjo)
    with django_assert_max_num_queries(14):
        assert client.get(reverse("portals:search"), {"q": "1"}).status_code == 200
