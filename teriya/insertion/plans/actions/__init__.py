"""What this room does; each verb's rule is in its docstring."""

from teriya.insertion.plans.actions.goals import add_todo, close_todo, note_goal, set_goal
from teriya.insertion.plans.actions.interviews import add_interview, call_in, drop, hold, miss
from teriya.insertion.plans.actions.papers import issue_cv
from teriya.insertion.plans.actions.plans import end_plan, open_plans, reopen_plan, reschedule
from teriya.insertion.plans.actions.projects import reorient, write_project
from teriya.insertion.plans.actions.team import add_member, let_go, name_referent

__all__ = [
    "add_interview",
    "add_member",
    "add_todo",
    "call_in",
    "close_todo",
    "drop",
    "end_plan",
    "hold",
    "issue_cv",
    "let_go",
    "miss",
    "name_referent",
    "note_goal",
    "open_plans",
    "reopen_plan",
    "reorient",
    "reschedule",
    "set_goal",
    "write_project",
]
