"""Frozen by one, published by another, never changed; restated with why; a question answered by a note that explains the gap."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from teriya.contribution.figures import actions, claims, notes, queries
from teriya.contribution.figures.models import Figure, Note
from teriya.contribution.figures.queries import Scope, measure
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.actions import pdf
from teriya.people.models import Person
from tests.cast import appoint
from tests.factories.missions import make_missions

ON, LATER = date(2024, 7, 1), date(2025, 6, 1)
MOBILISED, JANUARY = measure("mobilised"), date(2024, 1, 1)


def scope(on=ON, **narrowed):
    return Scope(JANUARY, date(2024, 6, 30), on, **narrowed)


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as no:
        call(*args, **kwargs)
    return no.value.code


@pytest.fixture
def officer(cast):
    appoint(cast.komlan, "monitoring")
    return cast.komlan


@pytest.fixture
def served(cast):
    found = make_missions(cast, 4)
    Person.objects.filter(pk__in=[one.person_id for one in found[:3]]).update(sex="F")
    Person.objects.filter(pk=found[3].person_id).update(sex="M")
    return found


def freeze(officer, on=ON, split=("sex",), **narrowed):
    return actions.freeze(measure=MOBILISED, scope=scope(on, **narrowed), split=split, by=officer, on=on)


def test_a_frozen_figure_never_changes(cast, served, officer):
    figure = freeze(officer)
    assert (figure.total, figure.cells) == (4, [[["F"], 3], [["M"], 1]])
    assert freeze(officer) == figure and Figure.objects.count() == 1
    assert freeze(officer, split=()).code != figure.code
    assert code_of(freeze, cast.ama) == "not_allowed"
    assert (
        code_of(actions.freeze, measure=MOBILISED, scope=Scope(JANUARY, LATER, ON), by=officer, on=ON)
        == "period_to_come"
    )
    assert code_of(actions.freeze, measure=MOBILISED, scope=scope(communes=[1]), by=officer, on=ON) == "partial_figure"
    assert (
        code_of(
            actions.freeze, measure=MOBILISED, scope=Scope(date(2020, 1, 1), date(2020, 2, 1), ON), by=officer, on=ON
        )
        == "nothing_counted"
    )
    for change in ({"total": 3}, {"cells": []}, {"definition_fr": "x"}, {"on": LATER}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Figure.objects.filter(pk=figure.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Figure.objects.filter(pk=figure.pk).delete()


def test_another_person_publishes_and_the_public_reads_it(cast, served, officer, client):
    figure = freeze(officer)
    appoint(officer, "director")
    assert code_of(actions.decide, figure=figure, step="publish", by=officer, on=ON) == "same_person"
    actions.decide(figure=figure, step="publish", by=cast.ama, on=ON)
    women = freeze(officer, sex="F", split=())
    assert code_of(actions.decide, figure=women, step="publish", by=cast.ama, on=ON) == "narrowed_of_people"
    shown = client.get("/contribution/chiffres/publies/").content.decode()
    assert "Personnes mobilisées" in shown and figure.code in shown and "chacune une fois" in shown
    assert "<table" not in shown  # the parts of a number of people are the yearbook's


def test_a_published_figure_that_changed_says_why_and_both_numbers_stand(cast, served, officer, client):
    figure = actions.decide(figure=freeze(officer), step="publish", by=cast.ama, on=ON)
    changing = {"figure": figure, "by": officer, "on": LATER}
    assert code_of(actions.restate, cause="late", why="Rien", **changing) == "nothing_changed"
    Person.objects.filter(pk=served[3].person_id).update(sex="F")
    assert code_of(actions.restate, cause="late", why=" ", **changing) == "reason_required"
    assert (
        code_of(actions.restate, cause="definition", why="Une fiche corrigée", **changing) == "definition_is_the_same"
    )
    again = actions.restate(cause="error", why="Le sexe d’une fiche était faux.", **changing)
    assert (
        again.restates == figure
        and code_of(actions.restate, cause="error", why="x", figure=again, by=officer, on=LATER) == "not_published"
    )
    other = freeze(officer, on=date(2025, 6, 2))
    assert (
        code_of(actions.decide, figure=other, step="publish", by=cast.ama, on=date(2025, 6, 2)) == "already_published"
    )
    actions.decide(figure=again, step="publish", by=cast.ama, on=LATER)
    figure.refresh_from_db()
    assert figure.state == "restated" and list(queries.restatements(LATER, LATER)) == [again]
    shown = client.get("/contribution/chiffres/publies/").content.decode()
    assert "Rectifié : 4" in shown and "Le sexe d’une fiche était faux." in shown
    client.force_login(cast.issa)
    old = client.get(f"/contribution/chiffres/figes/{figure.code}/").content.decode()
    assert "d’autres nombres" in old and again.code in old


def test_a_note_explains_the_gap_step_by_step(cast, served, officer):
    """Said in December: 10 women since January. Counted then: nobody was known; three since; the steps add up."""
    new = claims.NewClaim(
        "Femmes mobilisées",
        10,
        date(2024, 3, 2),
        "Discours du 2 mars 2024",
        first=JANUARY,
        measure="mobilised",
        narrowed={"sex": "F"},
    )
    said = claims.record(new=new, by=officer, on=ON)
    note = notes.answer(
        measure=MOBILISED, scope=scope(sex="F"), asked_by="Cabinet du ministre", by=officer, on=ON, claim=said
    )
    assert note.figure.total == 3 and note.bridge == [["definition", -10], ["late", 3]]
    assert 10 + sum(amount for _code, amount in note.bridge) == note.figure.total
    assert (
        code_of(
            notes.answer, measure=measure("in_service"), scope=scope(), asked_by="x", by=officer, on=ON, claim=said
        )
        == "not_comparable"
    )
    content = pdf(note.document)
    assert content[:5] == b"%PDF-" and pdf(note.document) == content
    with pytest.raises(DatabaseError), transaction.atomic():
        Note.objects.filter(pk=note.pk).delete()


def test_each_number_opens_on_its_list_in_the_perimeter(cast, served, client):
    client.force_login(cast.issa)
    shown = client.get(
        "/contribution/chiffres/compter/?mesure=mobilised&du=2024-01-01&au=2024-12-31&par=sex&et=form"
    ).content.decode()
    assert "Ensemble" in shown and "c_sex=F" in shown
    listed = client.get(
        "/contribution/chiffres/liste/?mesure=mobilised&du=2024-01-01&au=2024-12-31&c_sex=F"
    ).content.decode()
    assert sum(one.person.matricule in listed for one in served) == 3
    cast.yao.appointment_set.all().delete()
    appoint(cast.yao, "regional_agent", cast.tone_1)
    client.force_login(cast.yao)
    assert not any(
        one.person.matricule
        in client.get("/contribution/chiffres/liste/?mesure=mobilised&du=2024-01-01&au=2024-12-31").content.decode()
        for one in served
    )
    assert (
        client.get("/contribution/chiffres/compter/?mesure=mobilised&du=2024-12-31&au=2024-01-01").status_code == 422
    )


def test_pages_ask_a_few_questions_whatever_they_show(cast, served, officer, client, django_assert_max_num_queries):
    figure = freeze(officer)
    client.force_login(officer)
    for address in ("", "compter/", "figes/", f"figes/{figure.code}/", "liste/", "note/"):
        with django_assert_max_num_queries(16):
            assert client.get(f"/contribution/chiffres/{address}").status_code == 200, address
