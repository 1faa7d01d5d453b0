"""The life of a mission followed: visits to make, what they asked for."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.periods import Month
from teriya.foundation.ui.parts import Task
from teriya.portals.links import door
from teriya.portals.waiting.counting import waits
from teriya.service.followup import queries
from teriya.service.followup.models import Point, Visit


def visits(user: User, today: date) -> Iterator[Task]:
    """Those planned for this person, then everybody whom nobody has seen this month."""
    if not user.may(P.VISITS_MAKE):
        return
    mine = Visit.objects.filter(agent=user, state="planned")
    yield from waits(
        _("Mes visites prévues"), door("followup:plan"), mine, "planned_on",
        part=Q(planned_on__lt=today), told=_("dont %(count)s au jour passé"),
    )  # fmt: skip
    due = queries.to_visit(queries.missions_followed(user, P.VISITS_MAKE), Month.of(today))
    yield from waits(_("Volontaires à visiter ce mois"), door("followup:plan"), due, today.replace(day=1))


def points(user: User, today: date) -> Iterator[Task]:
    """What visits asked for: of the centre for who visits, one's own for a volunteer or a host."""
    if user.may(P.FOLLOW_UP_READ) and not user.may(P.VISITS_MAKE):
        return  # who only reads has nothing to do
    rows = Point.objects.visible_to(user).filter(state="open")
    yield from waits(
        _("Actions demandées par les visites"), door("followup:points"), rows, "visit__on",
        part=Q(due_on__lt=today), told=_("dont %(count)s en retard"),
    )  # fmt: skip


ROOMS = (visits, points)
