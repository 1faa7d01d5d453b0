"""Which rows of the cover a person may read."""

from django.db import models
from django.db.models import Q

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P


class CoverQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CoverQuerySet":
        """Of the perimeter, and one's own."""
        return self.filter(within(user, "mission__") | Q(mission__person__account=user))


def within(user: User, mission: str = "") -> Q:
    """The rows whose mission is in the person's perimeter."""
    if not user.may(P.COVER_READ):
        return Q(pk__in=())
    communes = user.communes(P.COVER_READ)
    return ~Q(pk__in=()) if communes is None else Q(**{f"{mission}host__commune__in": communes})
