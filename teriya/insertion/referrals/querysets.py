"""Who sees which services, referrals and offers."""

from datetime import date

from django.db import models
from django.db.models import Q

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.places.models import Place
from teriya.insertion.referrals.policies import reached
from teriya.insertion.referrals.states import WAITING, OpeningState


class ServiceQuerySet(models.QuerySet):
    def open(self) -> "ServiceQuerySet":
        return self.filter(closed_on=None)

    def serving(self, region: Place) -> "ServiceQuerySet":
        """Those of a region, of its communes, or of the whole country."""
        return self.filter(Q(place=region) | Q(place__region=region) | Q(place__level=Place.Level.COUNTRY))


class ReferralQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ReferralQuerySet":
        """Of people who live or served in the perimeter; one's own is on one's page."""
        return self.filter(reached(user, P.INSERTION_READ))

    def waiting(self) -> "ReferralQuerySet":
        """Those of which some news is due, the latest first."""
        return self.filter(state__in=WAITING).order_by("due_on", "pk")


class OpeningQuerySet(models.QuerySet):
    def open(self, today: date) -> "OpeningQuerySet":
        return self.filter(state=OpeningState.PUBLISHED, closes_on__gte=today)

    def visible_to(self, user: User) -> "OpeningQuerySet":
        """All for who reads insertion; what one proposed oneself, or an officer of the same host did."""
        if user.may(P.INSERTION_READ):
            return self
        hosts = user.host_duties.filter(duty="officer", until=None).values("host")
        return self.filter(Q(by_id=user.pk) | Q(host__in=hosts))
