"""Plans of missions of March 2024: Yao keeps them, Kossi is the volunteer."""

from datetime import date

from teriya.insertion.plans import actions
from teriya.insertion.plans.models import Interview, Plan
from teriya.service.missions.models import Mission
from tests.cast import Cast

OPENED = date(2024, 2, 22)  # during the training


def open_plan(cast: Cast, mission: Mission, on: date = OPENED) -> Plan:
    yao = cast["regional_agent"]
    return actions.open_plans(missions=[mission], referent=yao, by=yao, on=on)[0]


def write(cast: Cast, plan: Plan, title: str = "Ouvrir une école", on: date = OPENED):
    return actions.write_project(plan=plan, kind="career", title=title, by=cast["regional_agent"], on=on)


def interview(plan: Plan, moment: str = "first") -> Interview:
    return plan.interviews.get(moment=moment)
