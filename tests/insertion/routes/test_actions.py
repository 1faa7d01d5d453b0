"""What becomes of a volunteer: who says it, how it is corrected, what is known on a day."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from teriya.foundation.core.refusals import Refusal
from teriya.insertion.routes import actions, queries
from teriya.insertion.routes.models import Handover, Situation
from teriya.people.models import Person
from tests.cast import appoint
from tests.factories.calls import make_people
from tests.factories.missions import give_account
from tests.factories.routes import ON, a_paper, make_former, tell
from tests.factories.rules import set_rule

MAY = date(2025, 5, 1)


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as no:
        call(*args, **kwargs)
    return no.value.code


@pytest.fixture
def mission(cast):
    return make_former(cast)[0]


def at(mission, day, **known):
    found = queries.situation_at([mission.person_id], day, **known).get(mission.person_id)
    return found and found.route


def test_who_says_what_of_whom(cast, mission):
    """The person of oneself, the host whom it hired, an agent of the communes; nobody else, and never of oneself."""
    assert code_of(tell, cast, mission, source="volunteer", by=cast.kossi) == "not_oneself"
    give_account(mission, cast.kossi)
    assert tell(cast, mission, source="volunteer", by=cast.kossi).source == "volunteer"
    assert code_of(tell, cast, mission, source="host", by=cast.essi) == "not_for_a_host"
    early = mission.started_on - timedelta(1)
    assert code_of(tell, cast, mission, "employed_host", source="host", by=cast.essi, since=early) == "before_mission"
    assert tell(cast, mission, "employed_host", source="host", by=cast.essi).route == "employed_host"
    assert code_of(tell, cast, mission, "employed_host", source="host", by=cast.abla) == "not_allowed"
    assert code_of(tell, cast, mission, by=cast.ama) == "not_allowed"
    mission.host.commune = cast.tone_1
    mission.host.save(update_fields=["commune"])
    assert code_of(tell, cast, mission) == "not_allowed"
    appoint(cast.kossi, "insertion")
    assert code_of(tell, cast, mission, by=cast.kossi) == "own_file"


def test_what_is_refused(cast, mission):
    assert code_of(tell, cast, mission, "astronaut") == "route_unknown"
    assert code_of(tell, cast, mission, since=ON + timedelta(1)) == "since_to_come"
    assert code_of(tell, cast, mission, until=MAY - timedelta(1)) == "ends_before"
    assert code_of(tell, cast, mission, proof=a_paper()) == "evidence_missing"
    [other] = make_people(cast, date(1998, 1, 1))
    say = {"route": "none", "since": ON, "source": "agent", "by": cast.yao, "on": ON}
    assert code_of(actions.record, person=other, mission=mission, **say) == "mission_of_another"
    row = Person.objects.get(pk=other.pk)
    row.phone, row.died_on = "", MAY
    row.save()
    assert code_of(actions.record, person=row, mission=None, **say) == "after_death"


def test_the_situation_of_a_day_is_the_one_that_began_last(cast, mission):
    tell(cast, mission, "training", date(2025, 3, 10), until=date(2025, 4, 30))
    tell(cast, mission, "none", MAY)
    tell(cast, mission, "employed_other", MAY, evidence="contract")
    assert [at(mission, day) for day in (date(2025, 3, 1), date(2025, 4, 30), MAY, ON)] == [
        None,
        "training",
        "employed_other",
        "employed_other",
    ]


def test_a_correction_is_a_version_and_what_was_known_stays_known(cast, mission):
    """Corrected a month later: asked as of the day before, the answer is the former one. The database refuses to rewrite."""
    first = tell(cast, mission)
    later = ON + timedelta(30)
    assert code_of(actions.correct, situation=first, why=" ", by=cast.yao, on=later, route="none") == "reason_required"
    second = actions.correct(situation=first, why="Contrat jamais signé", by=cast.yao, on=later, route="none")
    assert code_of(actions.correct, situation=first, why="Encore", by=cast.yao, on=later) == "already_corrected"
    assert (at(mission, ON), at(mission, ON, known_on=ON)) == ("none", "employed_other")
    actions.correct(situation=second, why="Autre personne", by=cast.yao, on=later, is_struck=True)
    assert (at(mission, ON), at(mission, ON, known_on=later - timedelta(1))) == (None, "employed_other")
    assert not Situation.objects.current().of(mission.person).exists()
    for change in (
        lambda: Situation.objects.update(route="none"),
        lambda: Situation.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_two_records_of_one_person_have_one_situation(cast, mission):
    """Told under the record that became an alias, it is read by the one that stands."""
    [kept] = make_people(cast, date(1997, 1, 1))
    tell(cast, mission)
    Person.objects.filter(pk=mission.person_id).update(merged_into=kept)
    assert queries.situation_at([kept], ON)[kept.pk].route == "employed_other"


def test_many_people_cost_two_questions(cast, mission, django_assert_num_queries):
    people = make_people(cast, *(date(1998, 1, 1) + timedelta(n) for n in range(4)))
    for person in people:
        actions.record(person=person, mission=None, route="studies", since=MAY, source="agent", by=cast.yao, on=ON)
    tell(cast, mission)
    with django_assert_num_queries(2):
        found = queries.situation_at([mission.person, *people], ON)
    assert len(found) == 5


def test_beyond_the_age_of_the_pack_an_examination_is_told(cast, mission):
    """44 years in Togo: a warning, never a refusal."""
    person = mission.person
    person.birth_on, person.birth_year = date(1980, 6, 3), 1980
    assert "" == queries.too_old(person, date(2025, 6, 2)) != queries.too_old(person, date(2025, 6, 3))
    set_rule("civil_service_age_max", 0, starts_on=date(2025, 1, 1))
    assert queries.too_old(person, date(2025, 6, 3)) == ""


def test_what_counts_as_inserted_is_a_dated_rule(db):
    assert queries.inserted_routes(ON) == {"employed_host", "employed_other", "civil_service", "own_business"}
    assert queries.inserted_routes(date(1990, 1, 1)) == frozenset()


def test_what_was_handed_over_has_its_value_and_is_corrected_by_a_version(cast, mission):
    give = {"mission": mission, "what": "Couture", "given_on": ON, "by": cast.yao, "on": ON}
    assert code_of(actions.hand_over, kind="kit", **give) == "value_missing"
    assert code_of(actions.hand_over, kind="referral", amount=5, **give) == "value_missing"
    assert code_of(actions.hand_over, kind="kit", amount=5, **give | {"by": cast.ama}) == "not_allowed"
    row = actions.hand_over(kind="kit", amount=160_000, **give)
    actions.correct_handover(handover=row, why="Facture", amount=162_711, by=cast.yao, on=ON)
    assert [one.amount for one in Handover.objects.current().of(mission.person)] == [162_711]
