"""Who is asked, how often, and what an answer does."""

from datetime import timedelta

import pytest

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Telephone
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.messages.models import Message
from teriya.insertion.routes import queries as routes
from teriya.insertion.routes.models import Situation
from teriya.insertion.surveys import actions, queries, telephone
from teriya.insertion.surveys.actions import Said
from teriya.insertion.surveys.models import Survey
from teriya.people.models import Person
from tests.factories.calls import make_people
from tests.factories.missions import give_account
from tests.factories.surveys import AGAIN, DUE, PHONE, make_surveys

PERSON = Telephone(P.SURVEYS_ANSWER)


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as no:
        call(*args, **kwargs)
    return no.value.code


def fresh(survey: Survey) -> Survey:
    return Survey.objects.get(pk=survey.pk)


def sent() -> int:
    return Message.objects.filter(template__startswith="survey").count()


def test_nobody_is_asked_more_often_than_the_plan_says(cast):
    """Two SMS ten days apart and three calls, in this pack; then the silence is kept as such."""
    [survey] = make_surveys(cast)
    assert (survey.horizon, survey.due_on, actions.plan(on=DUE)) == (3, DUE, [])
    counts = []
    for day in range(0, 61, 5):
        actions.ask(on=DUE + timedelta(day))
        actions.ask(on=DUE + timedelta(day))
        counts.append(sent())
    assert counts[:4] == [1, 1, 2, 2] and counts[-1] == 2
    for n in range(3):
        actions.record_call(survey=survey, said=Said("no_answer"), by=cast.yao, on=DUE + timedelta(n))
    assert code_of(actions.record_call, survey=survey, said=Said("no_answer"), by=cast.yao, on=AGAIN) == "no_call_left"
    assert not queries.to_call(cast.yao, AGAIN).exists()
    actions.close(on=survey.closes_on)
    assert fresh(survey).outcome == ""
    actions.close(on=survey.closes_on + timedelta(1))
    assert fresh(survey).outcome == "silent"
    assert (
        code_of(actions.answer, survey=survey, route="none", way="page", by=PERSON, on=survey.closes_on + timedelta(2))
        == "survey_over"
    )


def test_each_text_holds_in_one_sms_with_every_choice(cast):
    make_surveys(cast)
    actions.ask(on=DUE)
    actions.ask(on=AGAIN)
    first, again = Message.objects.filter(template__startswith="survey").order_by("pk")
    assert "8 rien. Ne plus demander : REFUS" in first.text and "/e/" in again.text and again.text.endswith("REFUS")


def test_the_dead_are_never_asked_and_who_serves_again_neither(cast):
    dead, other = make_surveys(cast, 2)
    Person.objects.filter(pk=dead.person_id).update(phone="", died_on=DUE)
    type(other.mission).objects.filter(pk=other.mission_id).update(state="in_service")
    assert actions.close(on=DUE) == 2 and actions.ask(on=DUE) == []
    assert (fresh(dead).outcome, fresh(other).outcome) == ("dead", "serving")
    assert code_of(actions.record_call, survey=dead, said=Said("spoke", "none"), by=cast.yao, on=DUE) == "survey_over"


def test_who_refuses_is_counted_and_never_asked_again(cast):
    [survey] = make_surveys(cast)
    actions.ask(on=DUE)
    actions.refuse(survey=survey, way="page", by=PERSON, on=DUE)
    [kept] = make_people(cast, DUE - timedelta(9000))
    Person.objects.filter(pk=survey.person_id).update(merged_into=kept)  # the refusal follows the person
    six_months = actions.plan(on=DUE + timedelta(93))
    assert [row.outcome for row in (fresh(survey), *six_months)] == ["refused", "refused"]
    actions.ask(on=AGAIN)
    assert sent() == 1 and not queries.to_call(cast.yao, AGAIN).exists()


def test_an_answer_speaks_of_the_day_of_the_survey(cast):
    """Said two weeks later without a first day, it is the situation of the day; said otherwise since, it is corrected."""
    [survey] = make_surveys(cast)
    actions.answer(survey=survey, route="employed_other", way="page", by=PERSON, on=AGAIN)
    at = lambda: routes.situation_at([survey.person_id], DUE)[survey.person_id].route  # noqa: E731
    assert (fresh(survey).outcome, at()) == ("answered", "employed_other")
    actions.answer(survey=survey, route="employed_other", way="page", by=PERSON, on=AGAIN)
    assert Situation.objects.count() == 1
    actions.answer(survey=survey, route="none", way="page", by=PERSON, on=AGAIN)
    assert at() == "none" and Situation.objects.current().count() == 1 and survey.replies.count() == 3


def test_a_month_before_its_route_a_word_and_what_nobody_can_read(cast, monkeypatch):
    [survey] = make_surveys(cast)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: AGAIN)
    assert telephone.listen(PHONE, ["4"]) is None
    actions.ask(on=DUE)
    assert telephone.listen(PHONE, ["OUI"]) is None and telephone.listen(PHONE, ["PAIE"]) is None
    assert "un seul chiffre" in telephone.listen(PHONE, ["JE", "CHERCHE"])
    assert telephone.listen(PHONE, ["JE", "CHERCHE"]) is None
    assert "Et aujourd’hui ?" in telephone.listen(PHONE, ["03/2025"])
    assert fresh(survey).outcome == ""
    assert telephone.listen(PHONE, ["A", "MON", "COMPTE"]) == "Merci. C’est noté."
    row = Situation.objects.current().get()
    assert (row.route, f"{row.since:%m/%Y}", row.source) == ("own_business", "03/2025", "survey")


def test_a_family_that_shares_a_telephone_is_asked_one_after_the_other(cast):
    first, second = make_surveys(cast, 2)
    Person.objects.filter(pk=second.person_id).update(phone=PHONE)
    assert actions.ask(on=DUE) == [first] and actions.ask(on=AGAIN) == [first]
    actions.answer(survey=first, route="none", way="sms", by=PERSON, on=AGAIN)
    assert actions.ask(on=AGAIN) == [second]


def test_an_agent_calls_in_the_own_communes_and_not_about_oneself(cast):
    [survey] = make_surveys(cast)
    assert code_of(actions.record_call, survey=survey, said=Said("later"), by=cast.ama, on=DUE) == "not_allowed"
    actions.record_call(survey=survey, said=Said("spoke", "studies", None, "Université"), by=cast.yao, on=DUE)
    assert fresh(survey).outcome == "answered" and survey.attempts.get().result == "spoke"
    give_account(survey.mission, cast.yao)
    assert code_of(actions.record_call, survey=survey, said=Said("later"), by=cast.yao, on=DUE) == "own_file"


def test_planning_and_asking_cost_as_many_questions_for_one_as_for_five(cast, django_assert_max_num_queries):
    make_surveys(cast, 5)
    with django_assert_max_num_queries(12):
        assert len(actions.ask(on=DUE)) == 5
