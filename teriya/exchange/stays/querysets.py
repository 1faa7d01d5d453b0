from datetime import date

from django.db import models
from django.db.models import F, Q

from teriya.exchange.reciprocity.states import NominationState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P

ABROAD = (NominationState.ARRIVED, NominationState.ENDED)


class StayQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "StayQuerySet":
        return self if user.may(P.STAYS_READ) else self.none()

    def of_person(self, user: User) -> "StayQuerySet":
        """Those of somebody of ours, seen from the own account."""
        return self.filter(nomination__person__account=user) if user.may(P.STAYS_OWN) else self.none()

    def at_hosts_of(self, user: User) -> "StayQuerySet":
        """Those that we receive at a structure to which the user belongs, as an officer or as a tutor."""
        officers = Q(nomination__offer__host__officers__user=user, nomination__offer__host__officers__until=None)
        return self.filter(officers, nomination__is_ours=False).distinct() if user.may(P.STAYS_HOST) else self.none()

    def preparing(self) -> "StayQuerySet":
        return self.filter(nomination__state=NominationState.ACCEPTED)

    def there(self) -> "StayQuerySet":
        """Arrived, and not ended."""
        return self.filter(nomination__state=NominationState.ARRIVED)

    def over(self) -> "StayQuerySet":
        return self.filter(nomination__state=NominationState.ENDED)

    def to_count(self) -> "StayQuerySet":
        """Of ours, over, whose service is not in the home record yet."""
        return self.over().filter(nomination__is_ours=True, counted_on=None)


class LineQuerySet(models.QuerySet):
    def ours(self) -> "LineQuerySet":
        """Those that our agency sees to."""
        return self.filter(
            Q(stay__nomination__is_ours=True, owner="home") | Q(stay__nomination__is_ours=False, owner="host")
        )

    def late(self, on: date) -> "LineQuerySet":
        alive = (NominationState.ACCEPTED, NominationState.ARRIVED)
        return self.filter(done_on=None, due_on__lt=on, stay__nomination__state__in=alive)

    def in_order(self) -> "LineQuerySet":
        return self.order_by("due_on", F("position"))
