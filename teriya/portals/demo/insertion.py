"""What became of wave 17: asked at three and six months, some by telephone, some never reached; two rates frozen, one published.

Phase 8 is being asked today.
"""

from datetime import date, timedelta

from teriya.foundation.accounts import actions as accounts
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Telephone
from teriya.foundation.core.periods import add_months
from teriya.insertion.cohorts import actions as cohorts
from teriya.insertion.cohorts.queries import Cohort
from teriya.insertion.routes import actions as routes
from teriya.insertion.surveys import actions as surveys
from teriya.insertion.surveys.actions import Said
from teriya.insertion.surveys.models import Survey
from teriya.people import actions as people
from teriya.portals.demo.doors import FORMER
from teriya.portals.demo.life import Life
from teriya.service.missions.models import Mission

WAVE = "VNC-17"
SAID = {  # horizon → who says what, one after the other; « call »: an agent called; none: silence
    3: ("none", "studies", "call:employed_other", "", "own_business", "none", "", "call:no_answer"),
    6: (
        "employed_other",
        "studies",
        "call:employed_other",
        "",
        "own_business",
        "employed_other",
        "",
        "civil_service",
    ),
}


def follow(life: Life) -> None:
    """Everything through the rooms' own actions, on its day."""
    missions = list(
        Mission.objects.filter(wave__code=WAVE, state="closed")
        .select_related("person", "host__commune__centre")
        .order_by("pk")
    )
    _hand_over(life, missions)
    for horizon, said in SAID.items():
        due = max(add_months(mission.ended_on, horizon) for mission in missions)
        surveys.plan(on=due)
        surveys.ask(on=due)
        _answer(life, horizon, said, due + timedelta(6))
        if horizon == min(SAID):
            surveys.close(on=due + timedelta(61))
    surveys.close(on=life.today)
    _freeze(life, missions[0].ended_on)
    _ask_phase_8(life)


def _ask_phase_8(life: Life) -> None:
    """Their first survey is open: one in six has answered, one did not pick up, the others wait; one of these signs in."""
    missions = Mission.objects.filter(wave__code="VEC-8", person__died_on=None).select_related("person", "host__commune__centre").order_by("pk")  # fmt: skip
    first = min(SAID)
    surveys.plan(on=add_months(missions[0].ended_on, first))
    surveys.ask(on=add_months(missions[0].ended_on, first))
    surveys.ask(on=life.today)
    _answer(life, first, ("employed_other", "", "call:no_answer", "", "", ""), life.today)
    waiting = missions[1]
    officers, admin = life.at(waiting.host.commune.centre.code), life.staff.head_office["administrator"]
    user = accounts.admit(
        name=str(waiting.person), phone=FORMER, role="volunteer", act="DEMO", since=life.today, by=admin
    )
    people.link_account(person=waiting.person, user=user, by=officers.by["regional_agent"], on=life.today)


def _answer(life: Life, horizon: int, said: tuple[str, ...], on: date) -> None:
    rows = (
        Survey.objects.filter(horizon=horizon, outcome="")
        .select_related("mission__host__commune__centre")
        .order_by("pk")
    )
    for number, survey in enumerate(rows):
        what = said[number % len(said)]
        if what.startswith("call:"):
            agent = life.at(survey.mission.host.commune.centre.code).by["regional_agent"]
            code = what.removeprefix("call:")
            result = Said(code) if code == "no_answer" else Said("spoke", code)
            surveys.record_call(survey=survey, said=result, by=agent, on=on)
        elif what:
            surveys.answer(survey=survey, route=what, way="sms", by=Telephone(P.SURVEYS_ANSWER), on=on)


def _hand_over(life: Life, missions: list[Mission]) -> None:
    """A kit and a lump sum at the end; one hired by the host, with the contract to come."""
    for mission, kind, what, amount in (
        (missions[1], "kit", "Kit de coiffure", 160_000),
        (missions[4], "lump_sum", "Pécule de fin", 75_000),
    ):
        agent = life.at(mission.host.commune.centre.code).by["regional_agent"]
        day = mission.ended_on + timedelta(20)
        routes.hand_over(mission=mission, kind=kind, what=what, amount=amount, given_on=day, by=agent, on=day)
    hired = missions[6]
    agent = life.at(hired.host.commune.centre.code).by["regional_agent"]
    day = hired.ended_on + timedelta(30)
    routes.record(person=hired.person, mission=hired, route="employed_host", since=day, source="agent", detail=hired.host.name, by=agent,
                  on=day, evidence="contract")  # fmt: skip


def _freeze(life: Life, ended_on: date) -> None:
    staff = life.staff.head_office
    for horizon in SAID:
        cohort, on = Cohort(ended_on.year, horizon, "VNC", WAVE), add_months(ended_on, horizon) + timedelta(61)
        figure = cohorts.freeze(cohort=cohort, by=staff["monitoring"], on=min(on, life.today))
        if horizon == min(SAID):
            cohorts.decide(figure=figure, step="publish", by=staff["director"], on=min(on + timedelta(3), life.today))
