"""Goals, what each asks to be done, and their reviews."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.insertion.plans.actions.plans import locked
from teriya.insertion.plans.models import Goal, Plan, Todo
from teriya.insertion.plans.states import GOAL_LIFE, TODO_LIFE, GoalState


@transaction.atomic
def set_goal(*, plan: Plan, title: str, due_on: date, by: User, on: date) -> Goal:
    """Refuses `due_in_past`, `title_missing`."""
    row = locked(plan, by, is_running=True)
    require_date(by, on)
    _check(title, due_on, on)
    goal = Goal.objects.create(plan=row, title=title.strip(), due_on=due_on, on=on, by_id=by.pk)
    journal.write("plans.set_goal", "plan", row.pk, by=by, on=on, permission=P.PLANS_KEEP)
    return goal


@transaction.atomic
def note_goal(*, goal: Goal, step: str, reason: str, by: User, on: date) -> Goal:
    """Review a goal, or say that it is reached or given up: each with a sentence."""
    plan = locked(goal.plan, by, is_running=True)
    row = Goal.objects.select_for_update().get(pk=goal.pk)
    move(row, GOAL_LIFE, step, by=by, on=on, reason=reason.strip(), commune=plan.mission.host.commune_id)
    journal.write(f"plans.{step}", "goal", row.pk, by=by, on=on, permission=P.PLANS_KEEP)
    return row


@transaction.atomic
def add_todo(*, goal: Goal, what: str, owner: str, due_on: date, by: User, on: date) -> Todo:
    """Something to do for a goal, by somebody, before a day. Refuses `goal_closed`, `due_in_past`, `title_missing`."""
    locked(goal.plan, by, is_running=True)
    require_date(by, on)
    if Goal.objects.get(pk=goal.pk).state != GoalState.OPEN:
        raise Refusal("goal_closed", _("Cet objectif est clos."))
    _check(what, due_on, on)
    todo = Todo.objects.create(goal=goal, what=what.strip(), owner=owner, due_on=due_on)
    journal.write("plans.add_todo", "goal", goal.pk, by=by, on=on, permission=P.PLANS_KEEP)
    return todo


@transaction.atomic
def close_todo(*, todo: Todo, outcome: str, by: User, on: date) -> Todo:
    """Done, with what came of it."""
    plan = locked(todo.goal.plan, by)
    row = Todo.objects.select_for_update().get(pk=todo.pk)
    if not outcome.strip():
        raise Refusal("outcome_missing", _("Écrivez ce qui a été fait."), field="outcome")
    row.done_on, row.outcome = on, outcome.strip()[:200]
    row.save(update_fields=["done_on", "outcome"])
    move(row, TODO_LIFE, "do", by=by, on=on, reason=outcome.strip(), commune=plan.mission.host.commune_id)
    journal.write("plans.do", "todo", row.pk, by=by, on=on, permission=P.PLANS_KEEP)
    return row


def _check(words: str, due_on: date, on: date) -> None:
    if not words.strip():
        raise Refusal("title_missing", _("Dites-le en une phrase."))
    if due_on < on:
        raise Refusal("due_in_past", _("Ce terme est passé."), field="due_on")
