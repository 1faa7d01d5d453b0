"""Reading the follow-up: who is due a visit, what is left to do, who may read what."""

from datetime import date

from django.db import models
from django.db.models import Exists, Max, OuterRef, Q

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.rules import queries as rules
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import hosts_of
from teriya.service.missions.states import MissionState


def in_perimeter(user: User, permission: str, mission: str = "") -> Q:
    """The rows of the communes where the permission holds; `mission` is the path from a row to its mission."""
    if not user.may(permission):
        return Q(pk__in=())
    communes = user.communes(permission)
    return Q() if communes is None else Q(**{f"{mission}host__commune__in": communes})


class VisitQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "VisitQuerySet":
        """Of the perimeter. Neither the host nor the volunteer reads a sheet: each is met apart and speaks freely."""
        return self.filter(in_perimeter(user, P.FOLLOW_UP_READ, "mission__"))


class PointQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PointQuerySet":
        """Of the perimeter; and what a volunteer, or a host through its officers and tutors, has to do."""
        mine = Q(owner="volunteer", visit__mission__person__account=user)
        at_host = Q(visit__mission__host__in=hosts_of(user)) | Q(visit__mission__tutor_account=user)
        return self.filter(in_perimeter(user, P.FOLLOW_UP_READ, "visit__mission__") | mine | at_host & Q(owner="host"))


def missions_followed(user: User, permission: str = P.FOLLOW_UP_READ) -> "models.QuerySet[Mission]":
    """Missions whose follow-up is this person's, by perimeter."""
    return Mission.objects.filter(in_perimeter(user, permission))


def to_visit(missions: "models.QuerySet[Mission]", month: Month) -> "models.QuerySet[Mission]":
    """Those in service in the month that no visit saw as often as the rule of their form asks (`visit_every_months`)."""
    due = Q(pk__in=())
    for code, _name in rules.form_choices():
        every = rules.amount("visit_every_months", on=month.first, form=code)
        if every:
            span = (add_months(month.first, 1 - every), month.last)
            seen = Mission.objects.filter(pk=OuterRef("pk"), visits__state="done", visits__on__range=span)
            due |= Q(form__code=code) & ~Exists(seen)
    return missions.served_in(month.first, month.last).filter(due, state=MissionState.IN_SERVICE)


def plan(missions: "models.QuerySet[Mission]", month: Month) -> "models.QuerySet[Mission]":
    """Missions of a month's plan by commune and host, each with `last_on`, its last visit, and `is_due`."""
    due = to_visit(Mission.objects.all(), month).filter(pk=OuterRef("pk"))
    rows = missions.served_in(month.first, month.last).annotate(
        is_due=Exists(due), last_on=Max("visits__on", filter=Q(visits__state="done"))
    )
    return rows.select_related("person", "host__commune", "form").order_by(
        "host__commune__name", "host__name", "person__folded", "pk"
    )


def overdue_points(points: PointQuerySet, today: date) -> PointQuerySet:
    return points.filter(state="open", due_on__lt=today)
