"""The wave in service is accompanied: plans opened at the training, interviews held, late and to come, a project and its goals."""

from collections.abc import Sequence
from datetime import timedelta

from teriya.insertion.plans import actions
from teriya.insertion.plans.models import Interview, Plan
from teriya.portals.demo.life import Life
from teriya.service.missions.models import Mission
from teriya.service.missions.states import RUNNING


def accompany(life: Life, served: Sequence[Mission], volunteer: Mission) -> None:
    """Every plan of the wave has its centre's agent as referent; the first interview of most was held before the start."""
    rows = (
        Mission.objects.filter(pk__in=[one.pk for one in served], state__in=RUNNING)
        .select_related("host__commune__centre")
        .order_by("pk")
    )
    for code in sorted({one.host.commune.centre.code for one in rows}):
        agent = life.at(code).by["regional_agent"]
        here = [one for one in rows if one.host.commune.centre.code == code]
        plans = actions.open_plans(missions=here, referent=agent, by=agent, on=here[0].period.lower - timedelta(5))
        for n, plan in enumerate(plans):
            if n % 4 != 3:
                _first(plan, agent)
    plan = Plan.objects.get(mission=volunteer)
    _follow(life, plan, plan.referent)


def _first(plan: Plan, agent) -> None:
    on = plan.opened_on
    if plan.mission.person.account_id is None:
        actions.write_project(plan=plan, kind="career", title="Enseigner dans sa préfecture", told="Passer le concours de la fonction publique.", domain="education", by=agent, on=on)  # fmt: skip
    actions.hold(interview=plan.interviews.get(moment="first"), said="Veut rester dans son métier.", decided="Voir les concours ouverts.", by=agent, on=on)  # fmt: skip


def _follow(life: Life, plan: Plan, agent) -> None:
    """The volunteer who has an account: a project, a goal with its actions, somebody of a service in the team, a day agreed."""
    today, since = life.today, plan.opened_on
    account = plan.person.account
    actions.write_project(plan=plan, kind="career", title="Ouvrir un centre de soutien scolaire", told="Avec deux collègues, près du marché.", domain="education", by=account, on=today)  # fmt: skip
    goal = actions.set_goal(
        plan=plan, title="Monter le dossier de financement", due_on=today + timedelta(90), by=agent, on=since
    )
    done = actions.add_todo(
        goal=goal, what="Trouver un local", owner="person", due_on=since + timedelta(40), by=agent, on=since
    )
    actions.close_todo(todo=done, outcome="Local trouvé, loyer 15 000 F", by=agent, on=since + timedelta(35))
    actions.add_todo(
        goal=goal,
        what="Faire le plan d’affaires avec le FAIEJ",
        owner="other",
        due_on=today + timedelta(20),
        by=agent,
        on=since,
    )
    actions.note_goal(
        goal=goal,
        step="review",
        reason="Le local est trouvé, reste le plan d’affaires",
        by=agent,
        on=today - timedelta(6),
    )
    actions.add_member(
        plan=plan, name="AGBO Yawa", organisation="FAIEJ", role="conseil en entreprise", by=agent, on=since
    )
    near = Interview.objects.filter(plan=plan, state="planned").order_by("due_on").first()
    actions.call_in(interviews=[near], day=today + timedelta(6), place="au centre régional", by=agent, on=today)
