"""What people say, what registers say, what studies say: two persons, nothing without consent, nothing rewritten."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError

from teriya.contribution.collection.queries import Scope
from teriya.contribution.evidence import actions, models, queries
from teriya.contribution.evidence.models import Opinion, Reading
from teriya.foundation.core.refusals import Refusal
from tests.cast import appoint
from tests.factories.evidence import AGREE, ON, a_study, read, say
from tests.factories.missions import give_account, make_host, make_missions
from tests.factories.routes import a_paper


def refuses(code: str):
    return pytest.raises(Refusal, match=code)


@pytest.fixture
def host(cast):
    return make_host(cast)


def test_an_officer_answers_for_the_own_host_and_an_agent_for_the_community(cast, host):
    given = {"host": host, "answers": AGREE, "agreed": True, "on": ON}
    kept = actions.opine(source="host", words="Elle tient la classe.", by=cast.essi, **given)
    assert kept.answers == {"useful": 4, "continued": 3, "skills": 2}
    with refuses("opinion_once_a_day"):
        actions.opine(source="host", by=cast.essi, **given)
    with refuses("not_of_host"):
        actions.opine(source="host", by=cast.kossi, **given)
    with refuses("not_agreed"):
        actions.opine(source="community", by=cast.yao, **given | {"agreed": False})
    with refuses("answers_missing"):
        actions.opine(source="community", by=cast.yao, **given | {"answers": {"useful": 5}})
    with refuses("not_allowed"):
        actions.opine(source="community", by=cast.essi, **given)
    actions.opine(source="community", by=cast.yao, **given | {"answers": AGREE | {"useful": 1}})
    actions.opine(source="community", by=cast.yao, **given)
    counted = queries.opinions(Opinion.objects.visible_to(cast.yao))
    [useful, *_others] = counted["community"]
    assert (useful.counts, useful.favourable, useful.total) == ((1, 0, 0, 1), 1, 2)
    assert len(counted["host"]) == len(counted["community"]) == 3
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Opinion.objects.update(words="")


def test_a_testimony_is_published_by_another_and_taken_back_at_will(cast, host):
    with refuses("paper_missing"):
        say(cast, host, consent="signed", is_published=False)
    row = say(cast, host, consent="signed", paper=a_paper("accord.pdf"), is_published=False)
    appoint(cast.yao, "regional_supervisor", cast.haho_1)
    with refuses("same_person"):
        actions.decide_testimony(testimony=row, step="publish", by=cast.yao, on=ON)
    actions.decide_testimony(testimony=row, step="publish", by=cast.mazalo, on=ON)
    assert [one.text for one in queries.published_testimonies()] == ["Nos enfants lisent."]
    with pytest.raises(IntegrityError, match="testimony_words_stay"), transaction.atomic():
        models.Testimony.objects.filter(pk=row.pk).update(text="Tout va bien.")
    with refuses("not_allowed"):
        actions.take_back(testimony=row, by=cast.essi, on=ON)
    actions.take_back(testimony=row, by=cast.yao, on=ON)
    row.refresh_from_db()
    assert (row.state, row.text, row.said_by) == ("withdrawn", "", "") and not queries.published_testimonies()
    with refuses("wrong_state"):
        actions.take_back(testimony=row, by=cast.yao, on=ON)


def test_a_volunteer_testifies_from_the_own_account_and_takes_it_back(cast):
    [mission] = make_missions(cast)
    give_account(mission, cast.kossi)
    row = actions.testify(host=mission.host, text="J’ai appris.", agreed=True, by=cast.kossi, on=ON)
    assert (row.speaker, row.consent, row.account) == ("volunteer", "account", cast.kossi)
    assert queries.own_hosts(cast.kossi) == [mission.host]
    actions.take_back(testimony=row, by=cast.kossi, on=ON)
    with refuses("not_agreed"):
        actions.testify(host=mission.host, text="J’ai appris.", agreed=False, by=cast.kossi, on=ON)


def test_a_register_is_read_by_one_and_confirmed_by_another(cast, host):
    row = read(cast, host, date(2024, 4, 1), 300, is_confirmed=False)
    assert queries.before_and_after(host, ON) == []
    with refuses("reading_known"):
        read(cast, host, date(2024, 4, 1), 301)
    with refuses("month_not_over"):
        read(cast, host, date(2024, 6, 1), 301)
    with refuses("indicator_unknown"):
        read(cast, host, date(2024, 5, 1), 301, indicator="happiness")
    appoint(cast.yao, "regional_supervisor", cast.haho_1)
    with refuses("same_person"):
        actions.decide_reading(reading=row, step="confirm", by=cast.yao, on=ON)
    actions.decide_reading(reading=row, step="confirm", by=cast.mazalo, on=ON)
    with pytest.raises(IntegrityError, match="reading_stays"), transaction.atomic():
        Reading.objects.filter(pk=row.pk).update(amount=1)


def test_what_stood_on_a_day_stands_for_that_day(cast, host):
    """Struck and read anew later, the figure of the days before keeps the first number."""
    month, later = date(2024, 4, 1), date(2024, 9, 2)
    row = read(cast, host, month, 300)
    with refuses("reason_required"):
        actions.decide_reading(reading=row, step="strike", by=cast.mazalo, on=later)
    actions.decide_reading(reading=row, step="strike", by=cast.mazalo, on=later, reason="Mauvaise page")
    read(cast, host, month, 320, on=later)
    known = [queries.facility_totals(Scope(month, month, on)) for on in (date(2024, 6, 2), ON, later)]
    assert known == [{}, {(host.pk, "hours_taught", month): 300}, {(host.pk, "hours_taught", month): 320}]


def test_a_study_has_its_source_and_another_person_publishes_it(cast):
    appoint(cast.komlan, "monitoring")
    with refuses("source_missing"):
        a_study(cast, cast.komlan, address="")
    with refuses("nothing_said"):
        a_study(cast, cast.komlan, findings=[actions.NewFinding(" ")])
    row = a_study(cast, cast.komlan)
    with refuses("study_known"):
        a_study(cast, cast.komlan)
    with refuses("same_person"):
        actions.decide_study(study=row, step="publish", by=cast.komlan, on=ON)
    actions.decide_study(study=row, step="publish", by=cast.ama, on=ON)
    assert [one.title for one in queries.published_studies()] == [row.title]
    actions.decide_study(study=row, step="withdraw", by=cast.ama, on=ON, reason="Version corrigée parue")
    assert not queries.published_studies()
