"""Insertion plans: interviews to hold, volunteers without a plan, one's own project to write."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.ui.parts import Task
from teriya.insertion.plans import queries
from teriya.insertion.plans.models import Interview, Plan, Todo
from teriya.portals.links import door
from teriya.portals.waiting.counting import waits

SOON = 14  # days before its term at which an interview shows


def interviews(user: User, today: date) -> Iterator[Task]:
    """Those whose term comes or is past, actions late, volunteers whom no plan accompanies."""
    if not user.may(P.PLANS_KEEP):
        return
    rows = Interview.objects.visible_to(user).to_hold().filter(due_on__lte=today + timedelta(SOON))
    yield from waits(
        _("Entretiens d’insertion à tenir"), door("plans:queue"), rows, "due_on",
        part=Q(due_on__lt=today), told=_("dont %(count)s en retard"),
    )  # fmt: skip
    yield from waits(
        _("Actions d’un plan d’insertion en retard"), door("plans:queue"), Todo.objects.late(user, today), "due_on"
    )
    yield from waits(_("Volontaires sans plan d’insertion"), door("plans:to_open"), queries.to_open(user), today)


def own(user: User, today: date) -> Iterator[Task]:
    """One's project, until it is written."""
    if not user.may(P.PLANS_OWN):
        return
    rows = Plan.objects.filter(person__account=user, state="running", projects=None)
    yield from waits(_("Votre projet à écrire"), door("plans:mine"), rows, "opened_on")


ROOMS = (interviews, own)
