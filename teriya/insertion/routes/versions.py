"""The two tables of the room as sets: what stands among the versions of each row."""

from typing import Self

from django.db import models
from django.db.models import Q

from teriya.people.models import Person


def records_of(person: Person) -> models.QuerySet[Person]:
    """Every record of one person for life: the one that stands, and its aliases."""
    head = person.merged_into_id or person.pk
    return Person.objects.filter(Q(pk=head) | Q(merged_into=head))


class VersionQuerySet(models.QuerySet):
    def current(self) -> Self:
        """The last version of each, those struck out left aside."""
        return self.filter(replaced_by=None, is_struck=False)


class SituationQuerySet(VersionQuerySet):
    def of(self, person: Person) -> Self:
        """Of one person for life, the latest first."""
        return self.filter(person__in=records_of(person)).order_by("-since", "-pk")


class HandoverQuerySet(VersionQuerySet):
    def of(self, person: Person) -> Self:
        """Of one person for life, the latest first."""
        return self.filter(mission__person__in=records_of(person)).order_by("-given_on", "-pk")
