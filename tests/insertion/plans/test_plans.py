"""A plan from the training to its end: opened for a set, followed with the mission, written, read from what the missions say."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.documents.actions import pdf
from teriya.foundation.messages.models import Message
from teriya.insertion.plans import actions, notices, queries
from teriya.insertion.plans.models import Plan, Project
from teriya.insertion.plans.states import GoalState
from teriya.portals.waiting import tasks_of
from teriya.service.followup import actions as followup
from teriya.service.missions import actions as mission_actions
from tests.cast import appoint
from tests.factories.followup import give
from tests.factories.missions import give_account, make_missions
from tests.factories.plans import OPENED, interview, open_plan, write

DAY = date(2024, 4, 2)


@pytest.fixture
def mission(cast):
    """Kossi's, trained, not started."""
    [mission] = make_missions(cast, until="trained")
    return give_account(mission, cast.kossi)


def test_plans_are_opened_for_a_set_from_the_training_on(client, cast, django_assert_max_num_queries):
    missions = make_missions(cast, 4, until="prepared")
    yao = cast["regional_agent"]
    assert set(queries.to_open(yao)) == set(missions)
    client.force_login(yao)
    assert client.get("/insertion/plans/ouvrir/?tous=1").content.count(b" checked") == 4
    with django_assert_max_num_queries(30):
        plans = actions.open_plans(missions=missions, referent=yao, by=yao, on=OPENED)
    assert len(plans) == 4 and not queries.to_open(yao).exists()
    assert [one.moment for one in plans[0].interviews.all()] == [
        "first",
        "before_end",
        "exit",
        "after_short",
        "after_year",
        "after_long",
    ]
    assert Message.objects.filter(template="plan_opened").count() == 4
    assert actions.open_plans(missions=missions, referent=yao, by=yao, on=OPENED) == []
    away = appoint(cast.komlan, "regional_agent", cast.tone_1).user
    with pytest.raises(NotAllowed):
        actions.end_plan(plan=plans[0], why="other", reason="x", by=away, on=OPENED)


def test_the_schedule_follows_the_mission(cast):
    [mission] = make_missions(cast)
    plan = open_plan(cast, mission)
    actions.call_in(
        interviews=[interview(plan, "before_end")],
        day=date(2024, 9, 2),
        place="Centre",
        by=cast["regional_agent"],
        on=DAY,
    )
    mission.period = type(mission.period)(mission.period.lower, date(2024, 12, 1), "[)")
    mission.save()
    assert (actions.reschedule(DAY), actions.reschedule(DAY)) == (1, 0)
    assert interview(plan, "exit").due_on == date(2024, 11, 30)
    assert interview(plan, "after_long").due_on == date(2026, 11, 30)
    assert interview(plan, "before_end").meets_on == date(2024, 9, 2)


def test_a_mission_finished_earlier_drops_what_has_no_moment_left(cast):
    missions, yao = make_missions(cast, 2), cast["regional_agent"]
    kept, plan = actions.open_plans(missions=missions, referent=yao, by=yao, on=OPENED)
    agreed = actions.add_interview(plan=plan, day=date(2024, 9, 20), place="Centre", by=yao, on=DAY)
    actions.hold(interview=interview(plan), said="Veut enseigner", by=yao, on=DAY)
    ended = date(2024, 8, 31)
    mission_actions.end(
        missions=[plan.mission], reason="resignation", last_day=ended, why="Rentre", by=cast.mazalo, on=ended
    )
    plans_follow = [actions.reschedule(ended + timedelta(1)) for _twice in range(2)]
    assert plans_follow == [1, 0]
    found = {one.moment: (one.state, one.due_on, one.why) for one in queries.interviews_of(plan)}
    assert found["first"][0] == "done" and found["extra"] == ("planned", agreed.due_on, None)
    assert found["before_end"][::2] == ("dropped", "mission finie plus tôt")
    assert found["exit"] == ("planned", ended, None) and found["after_year"] == ("planned", date(2025, 8, 31), None)
    assert {one.state for one in kept.interviews.all()} == {"planned"}


def test_the_project_is_the_persons_and_changing_it_a_decision(client, cast, mission):
    plan = open_plan(cast, mission)
    client.force_login(cast["volunteer"])
    page = reverse("plans:mine")
    assert "Écrire mon projet" in client.get(page).content.decode()
    sent = {"receipt": uuid4(), "kind": "career", "title": "Ouvrir une école", "told": "À Notsè"}
    assert client.post(page, sent).status_code == 302
    assert "Ouvrir une école" in client.get(page).content.decode()
    with pytest.raises(Refusal, match="project_known"):
        write(cast, plan)
    again = {"plan": plan, "kind": "life", "title": "Élever des poules", "by": cast["regional_agent"], "on": DAY}
    with pytest.raises(Refusal, match="reason_required"):
        actions.reorient(**again, reason=" ")
    actions.reorient(**again, reason="Le terrain manque")
    assert list(Project.objects.values_list("title", flat=True)) == ["Ouvrir une école", "Élever des poules"]
    client.force_login(cast["regional_agent"])
    said = client.get(reverse("plans:plan", args=[plan.pk])).content.decode()
    assert "Le terrain manque" in said and "Ouvrir une école" in said


def test_an_interview_is_called_reminded_missed_then_held(client, cast, mission):
    plan = open_plan(cast, mission)
    yao, first = cast["regional_agent"], interview(plan)
    client.force_login(yao)
    page = reverse("plans:queue")
    day = (timezone.localdate() + timedelta(9)).strftime("%d/%m/%Y")
    assert (
        client.post(
            page, {"receipt": uuid4(), "chosen": [first.pk], "day": day, "place": "Centre d’Atakpamé"}
        ).status_code
        == 302
    )
    called = Message.objects.get(template="interview_called")
    assert "Atakpam" in called.text and called.to == mission.person.phone
    first.refresh_from_db()
    assert (notices.remind(first.meets_on - timedelta(5)), notices.remind(first.meets_on - timedelta(2))) == (0, 1)
    notices.remind(first.meets_on - timedelta(1))
    assert Message.objects.filter(template="interview_soon").count() == 1
    actions.miss(interview=first, reason="Pluie", by=yao, on=DAY)
    first.refresh_from_db()
    assert (first.state, first.meets_on) == ("planned", None)
    with pytest.raises(Refusal, match="said_missing"):
        actions.hold(interview=first, said=" ", by=yao, on=DAY)
    sent = {"receipt": uuid4(), "on": f"{DAY:%d/%m/%Y}", "said": "Veut enseigner", "decided": "Passer le concours"}
    assert client.post(reverse("plans:interview", args=[first.pk]), sent).status_code == 302
    first.refresh_from_db()
    assert (first.state, first.held_on, first.by_id) == ("done", DAY, yao.pk)
    with pytest.raises(NotAllowed):
        actions.hold(interview=interview(plan, "exit"), said="Moi-même", by=cast["volunteer"], on=DAY)


def test_the_queue_shows_the_late_first_in_few_questions(client, cast, django_assert_max_num_queries):
    few = make_missions(cast, 6)
    yao = cast["regional_agent"]
    actions.open_plans(missions=few, referent=yao, by=yao, on=OPENED)
    client.force_login(yao)
    client.get(reverse("plans:queue"))
    with django_assert_max_num_queries(17):
        shown = client.get(reverse("plans:queue")).context["page"]
    assert [one.due_on for one in shown] == sorted(one.due_on for one in shown) and len(shown) == 25
    late = [task for task in tasks_of(yao, DAY) if task.label == "Entretiens d’insertion à tenir"]
    assert [(task.count, task.since) for task in late] == [(6, date(2024, 3, 1))]


def test_goals_ask_for_actions_and_are_reviewed(cast, mission):
    plan, act = open_plan(cast, mission), {"by": cast["regional_agent"], "on": DAY}
    goal = actions.set_goal(plan=plan, title="Passer le concours", due_on=date(2024, 9, 1), **act)
    todo = actions.add_todo(goal=goal, what="Retirer le dossier", owner="person", due_on=date(2024, 5, 1), **act)
    with pytest.raises(Refusal, match="due_in_past"):
        actions.add_todo(goal=goal, what="Hier", owner="person", due_on=date(2024, 4, 1), **act)
    actions.close_todo(todo=todo, outcome="Dossier déposé", **act)
    actions.note_goal(goal=goal, step="review", reason="En bonne voie", **act)
    actions.note_goal(goal=goal, step="reach", reason="Admise", **act)
    with pytest.raises(Refusal, match="wrong_state"):
        actions.note_goal(goal=goal, step="review", reason="Encore", **act)
    assert [step.reason for step, _word in queries.history_of("goal", [goal.pk], GoalState)[goal.pk]] == [
        "En bonne voie",
        "Admise",
    ]
    actions.end_plan(plan=plan, why="inserted", reason="Embauchée", **act)
    with pytest.raises(Refusal, match="plan_ended"):
        actions.set_goal(plan=plan, title="Autre", due_on=date(2024, 9, 1), **act)
    assert actions.reopen_plan(plan=plan, reason="A perdu son poste", **act).state == "running"


def test_the_team_names_who_answers_and_why_one_leaves(cast, mission):
    plan, act = open_plan(cast, mission), {"by": cast["regional_agent"], "on": DAY}
    member = actions.add_member(plan=plan, name="AGBO Yawa", organisation="FAIEJ", role="conseil", **act)
    actions.let_go(member=member, reason="Mutée", **act)
    with pytest.raises(Refusal, match="referent_stays"):
        actions.let_go(member=plan.members.get(is_referent=True), reason="Part", **act)
    with pytest.raises(Refusal, match="referent_elsewhere"):
        actions.name_referent(plan=plan, referent=cast["trainer"], reason="Part", **act)
    actions.name_referent(plan=plan, referent=cast["regional_supervisor"], reason="Yao part", **act)
    here, gone = queries.team_of(Plan.objects.get())
    assert [one.name for one in here] == ["Mazalo"] and [(one.name, one.left_because) for one in gone] == [
        ("Yao", "Yao part"),
        ("AGBO Yawa", "Mutée"),
    ]


def test_the_record_and_the_cv_are_read_from_the_missions(client, cast):
    [mission] = make_missions(cast)
    give_account(mission, cast.kossi)
    plan = open_plan(cast, mission)
    write(cast, plan)
    appraisal = give(cast, mission)
    followup.sign(appraisal=appraisal, agrees=True, comment="", by=cast["volunteer"], on=date(2024, 4, 10))
    followup.review(appraisal=appraisal, is_favourable=True, by=cast["regional_supervisor"], on=date(2024, 4, 10))
    record = queries.record_of(mission.person)
    [held] = record.posts
    assert (held.post, held.domain, held.since, held.until) == ("Instituteur", "Éducation", date(2024, 3, 1), None)
    assert held.tasks == ["Tenir une classe", "Animer un club"] and held.appraisal.strengths == "Présent chaque jour"
    assert len(record.trainings) == 1 and record.diploma == "Licence"
    client.force_login(cast["volunteer"])
    answer = client.post(reverse("plans:issue_cv", args=[plan.pk]), {"receipt": uuid4()})
    paper = actions.issue_cv(plan=plan, by=cast["regional_agent"], on=date(2024, 4, 11))
    assert answer.url.endswith(f"/{paper.pk}.pdf")
    fields = {one["label"]: one["value"] for section in paper.data["sections"] for one in section["fields"]}
    assert "Instituteur" in fields["mars 2024 – ce jour"] and fields["Projet professionnel"] == "Ouvrir une école"
    assert pdf(paper).startswith(b"%PDF")
