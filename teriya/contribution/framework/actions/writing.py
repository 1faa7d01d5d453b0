"""The lines of a PTBA that is being written: activities and their targets."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from teriya.contribution.framework.actions.holding import hold_draft
from teriya.contribution.framework.counting import unit_of
from teriya.contribution.framework.models import Activity, Axis, Objective, Target, WorkPlan
from teriya.contribution.framework.states import AxisKind
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.accounts.roles import STAFF
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.rules import indicators


@transaction.atomic
def write_activity(
    *, work_plan: WorkPlan, code: str, title: str, responsible: str, quarters: Sequence[int], budget: int, axis: Axis, by: User, on: date,
    envelope: Envelope | None = None, national_axis: Axis | None = None, objective: Objective | None = None, activity: Activity | None = None,
) -> Activity:  # fmt: skip
    """Write an activity, new or again. Its axes are those of the plan, its objective one of the year's letter.

    Refuses `code_known`, `no_quarter`, `unknown_role`, `other_plan`.
    """
    held = hold_draft(work_plan.pk, by=by, on=on)
    code = code.strip().upper()
    if held.activities.filter(code=code).exclude(pk=activity.pk if activity else None).exists():
        raise Refusal("code_known", _("Une activité porte déjà ce code."), field="code")
    if not quarters or set(quarters) - {1, 2, 3, 4}:
        raise Refusal("no_quarter", _("Choisissez au moins un trimestre."), field="quarters")
    if responsible not in STAFF:
        raise Refusal("unknown_role", _("Choisissez un rôle de l’agence."), field="responsible")
    _require_of_plan(held, axis, national_axis, objective)
    row = held.activities.get(pk=activity.pk) if activity else Activity(work_plan=held)
    row.code, row.title, row.responsible, row.quarters = (
        code,
        " ".join(title.split()),
        responsible,
        sorted(set(quarters)),
    )
    row.budget, row.envelope, row.axis, row.national_axis, row.objective = (
        budget,
        envelope,
        axis,
        national_axis,
        objective,
    )
    row.save()
    journal.write("framework.write_activity", "activity", row.pk, by=by, on=on, permission=P.FRAMEWORK_WRITE, work_plan=held.pk, code=code,
                  budget=budget)  # fmt: skip
    return row


def _require_of_plan(work_plan: WorkPlan, axis: Axis, national: Axis | None, objective: Objective | None) -> None:
    plan = work_plan.letter.plan_id
    if axis.plan_id != plan or axis.kind != AxisKind.OWN:
        raise Refusal("other_plan", _("Cet axe n’est pas celui du plan stratégique de l’année."), field="axis")
    if national and (national.plan_id != plan or national.kind != AxisKind.NATIONAL):
        raise Refusal("other_plan", _("Cet axe n’est pas celui du plan national de l’année."), field="national_axis")
    if objective and objective.letter_id != work_plan.letter_id:
        raise Refusal("other_plan", _("Cet objectif n’est pas celui de la lettre de l’année."), field="objective")


@transaction.atomic
def remove_activity(*, activity: Activity, by: User, on: date) -> None:
    """Take an activity out of a version that is being written, with its targets."""
    held = hold_draft(activity.work_plan_id, by=by, on=on)
    activity.targets.all().delete()
    journal.write("framework.remove_activity", "activity", activity.pk, by=by, on=on, permission=P.FRAMEWORK_WRITE, work_plan=held.pk,
                  code=activity.code)  # fmt: skip
    activity.delete()


@transaction.atomic
def write_target(
    *, activity: Activity, label: str, aims: Sequence[int], by: User, on: date, measure: str = "", unit: str = "", form: str = "",
    region: str = "", baseline: int | None = None, baseline_source: str = "", goals: Sequence[str] = (), target: Target | None = None,
) -> Target:  # fmt: skip
    """Write a target, new or again: a measure of the figures with its scope, or milestones in a unit of their own.

    `aims` are cumulated at the end of each quarter. Refuses `aims_fall`, `unknown_measure`, `no_unit`, `unknown_goal`, `no_source`.
    """
    held = hold_draft(activity.work_plan_id, by=by, on=on)
    if len(aims) != 4 or min(aims) < 0 or list(aims) != sorted(aims):
        raise Refusal("aims_fall", _("Les cibles se cumulent : un trimestre ne descend jamais."), field="aim_4")
    unit = _sound(measure, unit, goals, baseline, baseline_source)
    row = activity.targets.get(pk=target.pk) if target else Target(activity=activity, number=_next(activity))
    row.label, row.measure, row.unit, row.aims = " ".join(label.split()), measure, unit, list(aims)
    row.form, row.region = (form, region) if measure else ("", "")
    row.baseline, row.baseline_source, row.goals = baseline, baseline_source.strip(), list(dict.fromkeys(goals))
    row.save()
    journal.write(
        "framework.write_target",
        "target",
        row.pk,
        by=by,
        on=on,
        permission=P.FRAMEWORK_WRITE,
        work_plan=held.pk,
        aims=list(aims),
    )
    return row


def _sound(measure: str, unit: str, goals: Sequence[str], baseline: int | None, source: str) -> str:
    """In what it is counted, once the rest of a target may stand."""
    unit = unit_of(measure) if measure else unit.strip()
    if not unit:
        raise Refusal("no_unit", _("Écrivez ce que l’on compte : sessions, textes, conventions…"), field="unit")
    known = {term.code for kind in ("sdg", "mdg") for term in indicators.goals(kind)}
    for code in goals:
        if code not in known:
            sentence = _("« %(code)s » n’est pas une cible de développement connue.")
            raise Refusal("unknown_goal", sentence % {"code": code}, field="goals")
    if baseline is not None and not source.strip():
        raise Refusal(
            "no_source", _("Dites d’où vient la valeur de départ, et de quel jour."), field="baseline_source"
        )
    return unit


def _next(activity: Activity) -> int:
    return (activity.targets.aggregate(Max("number"))["number__max"] or 0) + 1


@transaction.atomic
def remove_target(*, target: Target, by: User, on: date) -> None:
    """Take a target out of a version that is being written. Refuses `milestones_counted`: what was done stays."""
    held = hold_draft(target.activity.work_plan_id, by=by, on=on)
    if target.milestones.exists():
        raise Refusal("milestones_counted", _("Des réalisations sont comptées pour cette cible : elle reste."))
    journal.write(
        "framework.remove_target", "target", target.pk, by=by, on=on, permission=P.FRAMEWORK_WRITE, work_plan=held.pk
    )
    target.delete()
