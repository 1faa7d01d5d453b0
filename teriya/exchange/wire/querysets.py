from collections.abc import Collection
from datetime import date, datetime

from django.db import models
from django.db.models import Q


class KeyQuerySet(models.QuerySet):
    def believed_at(self, at: datetime) -> "KeyQuerySet":
        return self.filter(Q(until__isnull=True) | Q(until__gt=at))


class FactQuerySet(models.QuerySet):
    def standing(self) -> "FactQuerySet":
        """What both agencies hold: what we heard, and what we said and was applied there."""
        return self.filter(is_declared=False).filter(Q(is_ours=False) | Q(outgoing__state="applied"))


class AuthorisationQuerySet(models.QuerySet):
    def in_force(self, *, agency: int, direction: str, on: date) -> "AuthorisationQuerySet":
        return self.filter(agency=agency, direction=direction, state="active", since__lte=on, until__gte=on)


class ConsentQuerySet(models.QuerySet):
    def in_force(self, *, people: Collection[int], agency: int, on: date) -> "ConsentQuerySet":
        return self.filter(person__in=people, agency=agency, withdrawn_on=None, since__lte=on, until__gte=on)

    def of(self, person) -> "ConsentQuerySet":
        return self.filter(person=person).order_by("-since", "-pk")
