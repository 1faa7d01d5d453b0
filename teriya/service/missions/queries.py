from datetime import date

from django.db import models
from django.db.models import Q

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P


class MissionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "MissionQuerySet":
        """Missions of the perimeter (by the host's commune), of one's hosts, tutored by oneself, and one's own."""
        own = (
            Q(person__account=user) | Q(tutor_account=user) | Q(facilitator=user)
            | Q(host__officers__user=user, host__officers__until=None, host__officers__duty="officer")
        )  # fmt: skip
        if not user.may(P.MISSIONS_READ):
            return self.filter(own).distinct()
        communes = user.communes(P.MISSIONS_READ)
        return self if communes is None else self.filter(Q(host__commune__in=communes) | own).distinct()

    def in_service_on(self, day: date) -> "MissionQuerySet":
        return self.filter(started_on__lte=day).filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))

    def served_in(self, first: date, last: date) -> "MissionQuerySet":
        """Missions with at least one day of service between two days, both inside."""
        return self.filter(started_on__lte=last).filter(Q(ended_on__isnull=True) | Q(ended_on__gte=first))
