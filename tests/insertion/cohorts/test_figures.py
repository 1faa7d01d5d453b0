"""Counted from what is known, frozen once, the same a year later; handed over without names."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from teriya.foundation.core.refusals import Refusal
from teriya.insertion.cohorts import actions, queries, rows
from teriya.insertion.cohorts.models import RateFigure
from teriya.insertion.cohorts.queries import Cohort
from teriya.people.models import Person
from tests.cast import appoint
from tests.factories.routes import make_former, tell
from tests.factories.rules import set_rule

ON, LATER = date(2026, 4, 10), date(2026, 9, 1)
COHORT = Cohort(2025, 3, form="VNC")  # ended on 28 February 2025: the horizon is 28 May
MAY = date(2025, 5, 1)


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as no:
        call(*args, **kwargs)
    return no.value.code


@pytest.fixture
def officer(cast):
    appoint(cast.komlan, "monitoring")
    return cast.komlan


@pytest.fixture
def cohort(cast):
    """Seven: two employed, one of them with the contract, one studying, one dead before the horizon, three of whom nobody knows."""
    people = make_former(cast, 7)
    tell(cast, people[0], evidence="contract")
    tell(cast, people[1], "own_business")
    tell(cast, people[2], "studies")
    Person.objects.filter(pk=people[3].person_id).update(phone="", died_on=MAY)
    return people


def counts(on=ON, **narrowed):
    found = queries.found_of(Cohort(**COHORT.__dict__ | narrowed), on)
    return found.population, found.known, found.inserted


def test_a_cohort_is_counted_as_it_was_known_on_the_day(cast, cohort):
    found = queries.found_of(COHORT, ON)
    assert (counts(), found.proven, found.dead, found.median) == ((6, 3, 2), 1, 1, 62)
    tell(cast, cohort[4], since=MAY, on=LATER)
    tell(cast, cohort[5], since=date(2025, 6, 1), on=LATER)
    assert counts(LATER) == (6, 4, 3)
    assert queries.found_of(COHORT, ON) == found
    assert counts(horizon=12) == counts(horizon=12, region=cast.haho_1.region.code) == (6, 3, 2)
    assert counts(region=cast.tone_1.region.code) == counts(year=2024) == (0, 0, 0)


def test_who_leaves_the_denominator_is_a_rule(cast, cohort):
    """Serving again on the day: known, and not inserted; out where the rule says so."""
    mission = cohort[4]
    later = type(mission).objects.get(pk=cohort[5].pk)
    type(mission).objects.filter(pk=later.pk).update(person=mission.person, period=(date(2025, 4, 1), date(2026, 4, 1)), started_on=date(2025, 4, 1), ended_on=date(2025, 12, 31))  # fmt: skip
    assert queries.found_of(Cohort(2025, 3), ON).population == 5
    type(mission).objects.filter(pk=later.pk).update(state="in_service", ended_on=None, end_reason="")
    assert counts() == (5, 4, 2)
    set_rule("cohort_leaves_out", ["dead", "serving"])
    assert counts() == (4, 3, 2)
    set_rule("cohort_leaves_out", [])
    assert counts() == (6, 4, 2)
    assert "hors" not in queries.definition(3, ON, "fr")


def test_a_frozen_rate_is_the_same_a_year_later(cast, cohort, officer):
    assert code_of(actions.freeze, cohort=Cohort(2025, 24), by=officer, on=ON) == "horizon_to_come"
    assert code_of(actions.freeze, cohort=Cohort(2023, 3), by=officer, on=ON) == "nobody"
    assert code_of(actions.freeze, cohort=COHORT, by=cast.ama, on=ON) == "not_allowed"
    figure = actions.freeze(cohort=COHORT, by=officer, on=ON)
    assert actions.freeze(cohort=COHORT, by=officer, on=ON) == figure and RateFigure.objects.count() == 1
    tell(cast, cohort[4], since=MAY, on=LATER)
    set_rule("inserted_routes", ["studies"], starts_on=LATER)
    again = RateFigure.objects.get()
    assert str(queries.rate_of(again)) == str(queries.rate_of(figure)) and "3/6 ; [33 % ; 84 %]" in str(
        queries.rate_of(again)
    )
    assert actions.freeze(cohort=COHORT, by=officer, on=ON) == figure
    assert actions.freeze(cohort=COHORT, by=officer, on=LATER).inserted == 1
    for change in ({"inserted": 3}, {"definition_fr": "Inséré : tout"}, {"on": LATER}):
        with pytest.raises(DatabaseError), transaction.atomic():
            RateFigure.objects.filter(pk=figure.pk).update(**change)


def test_another_person_publishes_and_the_public_reads_it_whole(cast, cohort, officer, client):
    figure = actions.freeze(cohort=COHORT, by=officer, on=ON)
    appoint(officer, "director")
    assert code_of(actions.decide, figure=figure, step="publish", by=officer, on=ON) == "same_person"
    actions.decide(figure=figure, step="publish", by=cast.ama, on=ON)
    other = actions.freeze(cohort=COHORT, by=officer, on=LATER)
    assert code_of(actions.decide, figure=other, step="publish", by=cast.ama, on=LATER) == "already_published"
    shown = client.get("/insertion/taux/publies/").content.decode()
    for said in (
        "2 sur 3",
        "33\xa0%",
        "84\xa0%",
        "VNC, missions finies en 2025",
        "Inséré : ",
        "10 avril 2026",
        "hors les personnes décédées",
    ):
        assert said in shown.replace("&nbsp;", "\xa0"), said


def test_the_page_shows_each_cohort_whole_and_what_differences_are_worth(cast, cohort, client):
    Person.objects.filter(pk=cohort[0].person_id).update(sex="M")
    client.force_login(cast.issa)
    shown = (
        client.get("/insertion/taux/?annee=2025&horizon=3&par=sexe&forme=VNC")
        .content.decode()
        .replace("&nbsp;", "\xa0")
    )
    assert "trop peu de situations connues" in shown and "<svg" in shown and "Inséré : " in shown
    appoint(cast.yao, "regional_agent", cast.tone_1)
    cast.yao.appointment_set.exclude(communes=cast.tone_1).delete()
    client.force_login(cast.yao)
    assert "Personne dans cette cohorte" in client.get("/insertion/taux/?annee=2025&horizon=3").content.decode()


def test_the_file_has_no_name_and_no_small_cell(cast, cohort, officer, client):
    """Six people: one sex is shown of none where fewer than five share it."""
    client.force_login(officer)
    lines = client.get("/insertion/taux/fichier/?annee=2025&horizon=3").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 7 and not any(
        one.person.family in line or one.person.matricule in line for one in cohort for line in lines
    )
    cells = [tuple(line.split(";")[1:5]) for line in lines[1:]]
    assert all(cells.count(cell) >= 5 for cell in cells)
    set_rule("small_cell_least", 7)
    assert len(client.get("/insertion/taux/fichier/?annee=2025&horizon=3").content.splitlines()) == 1
    assert client.get("/insertion/taux/fichier/?annee=2025&horizon=3&format=xlsx").content[:2] == b"PK"


def test_a_cohort_is_one_statement_between_two_settings(cast, cohort, django_assert_num_queries):
    with django_assert_num_queries(3):
        rows.members(queries.scope(COHORT, ON + timedelta(1)))
