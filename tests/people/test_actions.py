"""The register: numbers for life, look-alikes put before an officer, decisions that can be taken back."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.journal.models import Entry
from teriya.foundation.messages.models import Message
from teriya.people import actions, jobs
from teriya.people.models import Paper, Person, ServicePeriod, Suspicion
from tests.factories.people import register, somebody, twice

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_register_gives_one_number_for_life(cast):
    first, second = register(cast, somebody(cast), somebody(cast, given="Essi"))
    assert (first.matricule, second.matricule) == (f"TG-{TODAY.year}-000001", f"TG-{TODAY.year}-000002")
    assert first.folded == "afi koudawo"


def test_register_is_refused_outside_the_perimeter(cast):
    with pytest.raises(NotAllowed, match="not_allowed"):
        register(cast, somebody(cast), somebody(cast, commune_id=cast.tone_1.pk))
    assert not Person.objects.exists()


def test_register_is_refused_in_the_future(cast):
    with pytest.raises(NotAllowed, match="bad_business_date"):
        actions.register_many([somebody(cast)], by=cast["regional_agent"], on=TODAY + timedelta(1))


def test_register_keeps_one_row_for_a_paper_written_twice(cast):
    register(cast, somebody(cast, papers=(("national_id", "12 34-5"), ("national_id", "12345"), ("passport", "—"))))
    assert Paper.objects.get().folded == "12345"


def test_register_of_many_takes_as_many_queries_as_of_one(cast, django_assert_max_num_queries):
    agent = cast["regional_agent"]
    with django_assert_max_num_queries(10):
        actions.register_many([somebody(cast, given=f"Afi{n}") for n in range(40)], by=agent, on=TODAY)


def test_a_birth_date_of_another_year_is_refused_by_the_database(cast):
    with pytest.raises(IntegrityError, match="person_birth_year_agrees"), transaction.atomic():
        register(cast, somebody(cast, birth_year=1990))


def test_search_finds_names_the_wrong_way_round_and_merges_nobody(cast):
    suspicion = twice(cast)
    assert "paper_same" in [code for code, _ in suspicion.reasons]
    assert suspicion.is_held and suspicion.state == "open"
    assert Person.objects.alive().count() == 2


def test_search_again_writes_nothing(cast):
    twice(cast)
    assert actions.search_duplicates(by=cast["regional_agent"], on=TODAY) == []
    assert Suspicion.objects.count() == 1


def test_search_among_finds_what_the_whole_search_finds(cast):
    stranger = somebody(cast, family="DOGBE", birth_on=date(1990, 2, 3), birth_year=1990, phone="", papers=())
    people = register(cast, somebody(cast), somebody(cast, given="Afi Akou"), stranger)
    [found] = actions.search_duplicates(by=cast["regional_agent"], on=TODAY, among=people[1:2])
    assert (found.first, found.second) == (people[0], people[1])


def test_a_small_register_is_searched_at_once(cast):
    register(cast, somebody(cast), somebody(cast, given="Afi Akou"))
    assert actions.search_soon(by=cast["regional_agent"], on=TODAY)
    assert Suspicion.objects.count() == 1


def test_a_large_register_is_searched_by_the_worker(cast, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(actions, "SEARCHED_AT_ONCE", 1)
    register(cast, somebody(cast), somebody(cast, given="Afi Akou"))
    with django_capture_on_commit_callbacks(execute=True):
        assert not actions.search_soon(by=cast["regional_agent"], on=TODAY)
    job = ProcrastinateJob.objects.get(task_name="teriya.people.jobs.search")
    jobs.search(**job.args)
    assert Suspicion.objects.count() == 1


def test_the_alias_stands_behind_the_record_kept(cast):
    suspicion = twice(cast)
    actions.decide(suspicion=suspicion, same=True, reason="Même carte", by=cast["regional_agent"], on=TODAY)
    suspicion.second.refresh_from_db()
    assert suspicion.second.merged_into == suspicion.first
    assert list(Person.objects.alive()) == [suspicion.first]


def test_the_officer_says_which_record_is_kept(cast):
    suspicion = twice(cast)
    actions.decide(
        suspicion=suspicion, same=True, keep=suspicion.second, reason="Carte vue", by=cast["regional_agent"], on=TODAY
    )
    suspicion.first.refresh_from_db()
    assert suspicion.first.merged_into == suspicion.second


def test_a_decision_needs_a_reason(cast):
    with pytest.raises(Refusal, match="reason_required") as no:
        actions.decide(suspicion=twice(cast), same=False, reason=" ", by=cast["regional_agent"], on=TODAY)
    assert no.value.field == "reason"


def test_a_decided_pair_is_not_decided_again(cast):
    suspicion = actions.decide(
        suspicion=twice(cast), same=False, reason="Cousines", by=cast["regional_agent"], on=TODAY
    )
    with pytest.raises(Refusal, match="already_decided"):
        actions.decide(suspicion=suspicion, same=True, reason="Si", by=cast["regional_agent"], on=TODAY)


def test_a_pair_of_another_centre_is_not_decided(cast):
    suspicion = twice(cast)
    Person.objects.update(commune=cast.tone_1)
    with pytest.raises(NotAllowed):
        actions.decide(suspicion=suspicion, same=True, reason="Même carte", by=cast["regional_agent"], on=TODAY)


def test_either_centre_decides_when_two_met_the_same_person(cast):
    suspicion = twice(cast)
    Person.objects.filter(pk=suspicion.first_id).update(commune=cast.tone_1)
    assert (
        actions.decide(suspicion=suspicion, same=True, reason="Vue", by=cast["regional_agent"], on=TODAY).state
        == "same"
    )


def test_undo_gives_the_alias_back_to_itself(cast):
    suspicion = actions.decide(
        suspicion=twice(cast), same=True, reason="Même carte", by=cast["regional_agent"], on=TODAY
    )
    actions.undo(suspicion=suspicion, reason="Deux sœurs", by=cast["regional_agent"], on=TODAY)
    assert Person.objects.alive().count() == 2
    assert Suspicion.objects.get().state == "open"


def test_undo_of_an_open_pair_is_refused(cast):
    with pytest.raises(Refusal, match="not_decided"):
        actions.undo(suspicion=twice(cast), reason="?", by=cast["regional_agent"], on=TODAY)


@pytest.fixture
def trio(cast):
    """Three records and the pairs (1, 2), (2, 3)."""
    people = register(cast, *(somebody(cast, given=given) for given in ("Afi", "Afi Akou", "Akou")))
    pairs = [Suspicion.objects.create(first=a, second=b, score=900, reasons=[], is_held=True, found_on=TODAY)
             for a, b in pairwise(people)]  # fmt: skip
    return people, pairs


def _stand(people):
    return [person.merged_into_id for person in Person.objects.filter(pk__in=[p.pk for p in people]).order_by("pk")]


def test_three_records_stand_behind_one(cast, trio):
    people, (low, high) = trio
    actions.decide(suspicion=low, same=True, reason="Vue", by=cast["regional_agent"], on=TODAY)
    actions.decide(suspicion=high, same=True, keep=people[2], reason="Vue", by=cast["regional_agent"], on=TODAY)
    assert _stand(people) == [people[2].pk, people[2].pk, None]


def test_undoing_one_of_two_decisions_leaves_the_other(cast, trio):
    people, (low, high) = trio
    actions.decide(suspicion=low, same=True, reason="Vue", by=cast["regional_agent"], on=TODAY)
    actions.decide(suspicion=high, same=True, keep=people[2], reason="Vue", by=cast["regional_agent"], on=TODAY)
    actions.undo(suspicion=high, reason="Erreur", by=cast["regional_agent"], on=TODAY)
    assert _stand(people) == [None, people[0].pk, None]


def test_decisions_are_journalled_without_names(cast):
    actions.decide(suspicion=twice(cast), same=True, reason="Même carte", by=cast["regional_agent"], on=TODAY)
    entry = Entry.objects.get(action="people.decide")
    assert (entry.reason, entry.facts["same"]) == ("Même carte", True)
    assert "koudawo" not in str(entry.facts).lower()


def test_each_reading_of_a_file_is_journalled(cast):
    people = register(cast)
    for _ in range(2):
        actions.note_reading(people, by=cast["auditor"], on=TODAY)
    assert Entry.objects.filter(action="people.read_dossier", subject_id=str(people[0].pk)).count() == 2


def test_the_counter_stops_at_a_look_alike_until_it_is_looked_at(cast):
    [known] = register(cast)
    new = replace(somebody(cast), given="Afi Akou")
    with pytest.raises(Refusal, match="looks_like"):
        actions.register_at_counter(new=new, by=cast["regional_agent"], on=TODAY)
    person = actions.register_at_counter(new=new, by=cast["regional_agent"], on=TODAY, unlike={known.pk})
    assert Suspicion.objects.get().second == person


def test_the_counter_tells_the_number_by_sms(cast):
    person = actions.register_at_counter(new=somebody(cast), by=cast["regional_agent"], on=TODAY)
    assert person.matricule in Message.objects.get(to="+22890112233").text


def test_overlapping_service_of_one_person_is_refused_with_its_sentence(cast):
    [person] = register(cast)
    actions.add_services([(person.pk, "VNC", date(2024, 1, 1), date(2024, 12, 31), 1)], source="mission")
    with pytest.raises(Refusal, match="service_overlaps"):
        actions.add_services([(person.pk, "VEC", date(2024, 12, 31), date(2025, 5, 1), 2)], source="mission")
    actions.move_service_end(source="mission", source_id=1, last=date(2024, 6, 30))
    actions.add_services([(person.pk, "VEC", date(2024, 7, 1), date(2025, 5, 1), 2)], source="mission")
    assert ServicePeriod.objects.count() == 2
