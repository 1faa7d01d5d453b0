from datetime import date

from django.db import models
from django.db.models import Q

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P


class HostQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "HostQuerySet":
        """Hosts of the perimeter, and those the user belongs to."""
        own = Q(officers__user=user, officers__until=None)
        if not user.may(P.HOSTS_READ):
            return self.filter(own).distinct()
        communes = user.communes(P.HOSTS_READ)
        return self if communes is None else self.filter(Q(commune__in=communes) | own).distinct()

    def accredited_on(self, day: date) -> "HostQuerySet":
        return self.filter(state="accredited", accreditations__period__contains=day)


class NeedQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "NeedQuerySet":
        own = Q(host__officers__user=user, host__officers__until=None)
        if not user.may(P.HOSTS_READ):
            return self.filter(own).distinct()
        communes = user.communes(P.HOSTS_READ)
        return self if communes is None else self.filter(Q(host__commune__in=communes) | own).distinct()
