"""The project of a plan: first as the person says it, then changed only by a decision with its reason."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.insertion.plans.actions.plans import locked
from teriya.insertion.plans.models import Plan, Project
from teriya.insertion.plans.states import SUPPORT_LIFE


@transaction.atomic
def write_project(
    *, plan: Plan, kind: str, title: str, told: str = "", domain: str = "", by: User, on: date
) -> Project:
    """The first project, by the person or by who keeps the plan. Refuses `project_known`: another one is a re-orientation."""
    if plan.person.account_id == by.pk:
        require(by, P.PLANS_OWN)
        row = Plan.objects.select_for_update(of=("self",)).select_related("mission__host").get(pk=plan.pk)
        if row.state != "running":
            raise Refusal("plan_ended", _("Ce plan est terminé : parlez-en à votre centre."))
    else:
        row = locked(plan, by, is_running=True)
    require_date(by, on)
    if row.projects.exists():
        raise Refusal("project_known", _("Un projet est déjà écrit : en changer est une décision, avec son motif."))
    project = _write(row, kind, title, told, domain, by=by, on=on)
    journal.write(
        "plans.write_project",
        "plan",
        row.pk,
        by=by,
        on=on,
        permission=P.PLANS_OWN if row.person.account_id == by.pk else P.PLANS_KEEP,
    )
    return project


@transaction.atomic
def reorient(
    *, plan: Plan, kind: str, title: str, told: str = "", domain: str = "", reason: str, by: User, on: date
) -> Project:
    """Another project in the place of the one before: a decision, with its reason. Refuses `no_project_yet`, `reason_required`."""
    row = locked(plan, by, is_running=True)
    if not row.projects.exists():
        raise Refusal("no_project_yet", _("Écrivez d’abord le premier projet."))
    move(row, SUPPORT_LIFE, "reorient", by=by, on=on, reason=reason.strip(), commune=row.mission.host.commune_id)
    project = _write(row, kind, title, told, domain, by=by, on=on)
    journal.write("plans.reorient", "plan", row.pk, by=by, on=on, permission=P.PLANS_KEEP)
    return project


def _write(plan: Plan, kind: str, title: str, told: str, domain: str, *, by: User, on: date) -> Project:
    if not title.strip():
        raise Refusal("title_missing", _("Dites le projet en une phrase."), field="title")
    return Project.objects.create(
        plan=plan, kind=kind, title=title.strip(), told=told.strip(), domain=domain, on=on, by_id=by.pk
    )
