"""The plan of Kossi in Haho 1, with a goal, something to do, a colleague of the team."""

from django.test import override_settings

from teriya.insertion.plans import actions
from tests.cast import Cast
from tests.factories.missions import give_account, make_missions
from tests.factories.plans import OPENED, interview, open_plan, write


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    [mission] = make_missions(cast)
    give_account(mission, cast.kossi)
    plan, by = open_plan(cast, mission), {"by": cast["regional_agent"], "on": OPENED}
    write(cast, plan)
    goal = actions.set_goal(plan=plan, title="Trouver un local", due_on=mission.period.lower, **by)
    todo = actions.add_todo(goal=goal, what="Appeler la mairie", owner="person", due_on=mission.period.lower, **by)
    member = actions.add_member(plan=plan, name="AGBO Yawa", organisation="FAIEJ", role="conseil", **by)
    paper = actions.issue_cv(plan=plan, **by)
    one, talk = {"pk": plan.pk}, {"pk": interview(plan).pk}
    return {
        f"plans:{name}": one for name in ("plan", "project", "end", "referent", "add_member", "add_interview", "set_goal", "issue_cv")
    } | {
        "plans:cv": one | {"paper": paper.pk}, "plans:let_go": {"pk": member.pk}, "plans:interview": talk, "plans:miss": talk, "plans:drop": talk,
        "plans:goal": {"pk": goal.pk}, "plans:add_todo": {"pk": goal.pk}, "plans:close_todo": {"pk": todo.pk},
    }  # fmt: skip
