from django.db import models
from django.db.models import Q

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P


class WaveQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "WaveQuerySet":
        return self if user.may(P.WAVES_READ) else self.filter(applications__person__account=user).distinct()


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ApplicationQuerySet":
        """Applications of people of the perimeter, and one's own."""
        own = Q(person__account=user)
        if not user.may(P.APPLICATIONS_READ):
            return self.filter(own)
        communes = user.communes(P.APPLICATIONS_READ)
        return self if communes is None else self.filter(Q(person__commune__in=communes) | own)
