"""Who sees which plans, and what of them waits."""

from datetime import date

from django.db import models
from django.db.models import Q

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.service.missions.policies import in_perimeter


def visible(user: User, plan: str = "") -> Q:
    """The rows of plans of the perimeter, by the commune of the host; and those that one answers for."""
    return in_perimeter(user, P.INSERTION_READ, f"{plan}mission__") | Q(**{f"{plan}referent": user})


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PlanQuerySet":
        """Of who reads insertion there; one's own is on one's page."""
        return self.filter(visible(user)).exclude(person__account=user)


class InterviewQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "InterviewQuerySet":
        return self.filter(visible(user, "plan__")).exclude(plan__person__account=user)

    def to_hold(self) -> "InterviewQuerySet":
        """Those of plans under way, the latest first; a mission given up before its start waits for nobody."""
        rows = self.filter(state="planned", plan__state="running", plan__person__died_on=None)
        return rows.exclude(plan__mission__state="cancelled").order_by("due_on", "pk")


class TodoQuerySet(models.QuerySet):
    def late(self, user: User, today: date) -> "TodoQuerySet":
        """What should be done by now, in the plans of the perimeter."""
        rows = self.filter(visible(user, "goal__plan__"), state="open", due_on__lt=today, goal__plan__state="running")
        return rows.order_by("due_on", "pk")
