"""The register's pages."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.journal.models import Entry
from teriya.people import actions
from teriya.people.models import Person, Suspicion
from tests.factories.people import register, somebody, twice

pytestmark = pytest.mark.django_db
PEOPLE, COUNTER = reverse("people:people"), reverse("people:register")


@pytest.fixture
def agent(client, cast):
    client.force_login(cast.yao)
    return client


def typed(cast, **changes):
    facts = {"receipt": uuid4(), "family": "KOUDAWO", "given": "Afi", "sex": "F", "birth": "28/04/1999", "commune": "HAHO 1",
             "phone": "90 11 22 33", "paper_kind": "national_id", "paper_number": "0123-456-789"}  # fmt: skip
    return facts | changes


def test_the_list_finds_by_a_word_without_accents(agent, cast):
    register(cast, somebody(cast, given="Dédé"), somebody(cast, family="LAWSON"))
    page = agent.get(PEOPLE, {"q": "dede"}).content.decode()
    assert "Dédé" in page and "LAWSON" not in page


def test_the_counter_is_shown_to_those_who_register(agent, client, cast):
    assert COUNTER in agent.get(PEOPLE).content.decode()
    client.force_login(cast.issa)
    assert COUNTER not in client.get(PEOPLE).content.decode()


def test_the_list_filters_by_commune_and_sex(agent, cast):
    register(cast, somebody(cast), somebody(cast, given="Kossi", sex="M", commune_id=cast.haho_2.pk))
    page = agent.get(PEOPLE, {"commune": "haho 2", "sexe": "M"}).content.decode()
    assert "Kossi" in page and "Afi" not in page


def test_the_list_costs_the_same_for_one_or_fifty(agent, cast, django_assert_max_num_queries):
    register(cast, *(somebody(cast, given=f"Afi{n}") for n in range(50)))
    with django_assert_max_num_queries(12):
        assert "1 à 25 sur 50" in agent.get(PEOPLE).content.decode()


def test_the_list_shows_no_alias(agent, cast):
    actions.decide(suspicion=twice(cast), same=True, reason="Vue", by=cast["regional_agent"], on=timezone.localdate())
    assert "1 à 1 sur 1" in agent.get(PEOPLE).content.decode()


def test_reading_a_person_is_journalled_each_time(agent, cast):
    [person] = register(cast)
    for _ in range(2):
        assert agent.get(reverse("people:person", args=[person.matricule])).status_code == 200
    assert (
        Entry.objects.filter(action="people.read_dossier", subject_id=str(person.pk), by_id=cast.yao.pk).count() == 2
    )


def test_a_person_of_another_centre_is_not_found(agent, cast):
    [person] = register(cast)
    Person.objects.update(commune=cast.tone_1)
    assert agent.get(reverse("people:person", args=[person.matricule])).status_code == 404
    assert not Entry.objects.filter(action="people.read_dossier").exists()


def test_the_counter_registers_and_repeats_the_commune(agent, cast):
    answer = agent.post(COUNTER, typed(cast), follow=True)
    person = Person.objects.get()
    assert (person.birth_on.year, person.phone, person.papers.get().folded) == (1999, "+22890112233", "0123456789")
    page = answer.content.decode()
    assert person.matricule in page and 'value="Haho 1"' in page


def test_the_counter_sent_twice_registers_once(agent, cast):
    sent = typed(cast)
    answers = [agent.post(COUNTER, sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url and Person.objects.count() == 1


def test_the_counter_shows_look_alikes_before_writing(agent, cast):
    [known] = register(cast)
    answer = agent.post(COUNTER, typed(cast, given="Afi Akou"))
    page = answer.content.decode()
    assert answer.status_code == 422 and known.matricule in page and "Même numéro de pièce" in page
    assert Person.objects.count() == 1
    again = typed(cast, given="Afi Akou", seen=known.pk, certain="on")
    assert agent.post(COUNTER, again).status_code == 302
    assert Suspicion.objects.get().first == known


def test_a_look_alike_not_shown_is_not_passed(agent, cast):
    register(cast)
    assert agent.post(COUNTER, typed(cast, given="Afi Akou", seen="0", certain="on")).status_code == 422


@pytest.mark.parametrize(("field", "value"), [
    ("birth", "31/02/1999"), ("birth", "01/01/2021"), ("commune", "Haho"), ("phone", "123"), ("paper_number", ""), ("family", ""),
])  # fmt: skip
def test_the_counter_names_the_field_and_keeps_what_was_typed(agent, cast, field, value):
    answer = agent.post(COUNTER, typed(cast, **{field: value}))
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    assert 'value="Afi"' in answer.content.decode()
    assert not Person.objects.exists()


def test_the_counter_refuses_a_commune_of_another_centre(agent, cast):
    assert agent.post(COUNTER, typed(cast, commune="Tône 1")).status_code == 422
    assert not Person.objects.exists()


def test_a_pair_is_shown_side_by_side_and_both_readings_kept(agent, cast):
    pair = twice(cast)
    page = agent.get(reverse("people:suspicion", args=[pair.pk])).content.decode()
    assert pair.first.matricule in page and pair.second.matricule in page and "Même numéro de pièce" in page
    assert Entry.objects.filter(action="people.read_dossier").count() == 2


def test_deciding_leads_to_the_next_pair(agent, cast):
    pair = twice(cast)
    people = register(cast, somebody(cast, given="Essi"), somebody(cast, given="Akou"))
    other = Suspicion.objects.create(first=people[0], second=people[1], score=700, reasons=[["x", "y"]], is_held=False,
                                     found_on=timezone.localdate())  # fmt: skip
    sent = {"receipt": uuid4(), "decision": pair.second_id, "reason": "Carte vue"}
    answer = agent.post(reverse("people:suspicion", args=[pair.pk]), sent)
    assert answer.url == reverse("people:suspicion", args=[other.pk])
    pair.first.refresh_from_db()
    assert pair.first.merged_into == pair.second


def test_a_decision_without_reason_keeps_the_choice(agent, cast):
    pair = twice(cast)
    answer = agent.post(
        reverse("people:suspicion", args=[pair.pk]), {"receipt": uuid4(), "decision": "different", "reason": ""}
    )
    assert answer.status_code == 422
    assert Suspicion.objects.get().state == "open"


def test_an_auditor_reads_a_pair_and_decides_nothing(client, cast):
    pair = twice(cast)
    client.force_login(cast.issa)
    page = client.get(reverse("people:suspicion", args=[pair.pk])).content.decode()
    assert "Trancher" not in page
    sent = {"receipt": uuid4(), "decision": "different", "reason": "?"}
    assert client.post(reverse("people:suspicion", args=[pair.pk]), sent).status_code == 422
    assert Suspicion.objects.get().state == "open"


def test_undo_opens_the_pair_again(agent, cast):
    pair = twice(cast)
    actions.decide(suspicion=pair, same=True, reason="Vue", by=cast["regional_agent"], on=timezone.localdate())
    answer = agent.post(reverse("people:undo", args=[pair.pk]), {"receipt": uuid4(), "reason": "Deux sœurs"})
    assert answer.url == reverse("people:suspicion", args=[pair.pk])
    assert Suspicion.objects.get().state == "open"


def test_the_queue_is_sorted_by_chance_or_by_age(agent, cast, django_assert_max_num_queries):
    twice(cast)
    with django_assert_max_num_queries(12):
        assert "arrête le dossier" in agent.get(reverse("people:suspicions")).content.decode()
    assert agent.get(reverse("people:suspicions"), {"tri": "age"}).status_code == 200
    assert "Aucune paire" in agent.get(reverse("people:suspicions"), {"etat": "same"}).content.decode()


def test_an_agent_searches_the_whole_register(agent, cast):
    register(cast, somebody(cast), somebody(cast, given="Afi Akou"))
    page = agent.post(reverse("people:search"), {"receipt": uuid4()}, follow=True).content.decode()
    assert "La recherche est faite" in page and "KOUDAWO Afi Akou" in page
