"""Reading alumni: who is in the directory, whose end of service has its anniversary."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.periods import add_months
from teriya.foundation.core.words import fold
from teriya.insertion.routes.queries import OVER
from teriya.people.models import Person
from teriya.service.missions.models import Mission

if TYPE_CHECKING:
    from teriya.insertion.alumni.models import Prize, Profile

WINDOW = 30  # days of anniversaries shown ahead


class ProfileQuerySet(QuerySet):
    def listed(self) -> "ProfileQuerySet":
        """Who said yes and has not withdrawn; nobody dead."""
        return self.filter(withdrawn_on=None, person__died_on=None)

    def saying(self, words: str) -> "ProfileQuerySet":
        """Those whose name, trade, commune or offer holds the words, among what each lets others read."""
        folded = fold(words)
        shown = Q(person__folded__contains=folded) | Q(offers__icontains=words)
        shown |= Q(shows__contains=["work"], work__icontains=words)
        return self.filter(shown | Q(shows__contains=["commune"], person__commune__folded__contains=folded))


def person_of(user: User) -> Person | None:
    """The person for life that signs in with this account."""
    person = Person.objects.select_related("merged_into").filter(account=user).first()
    return (person.merged_into or person) if person else None


def has_served(person: Person) -> bool:
    people = Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person))
    return Mission.objects.filter(person__in=people, state__in=OVER).exists()


def may_read_directory(user: User, profile: "Profile | None") -> bool:
    """Members read one another; so does the agency's officer. Nobody else."""
    return user.may(P.ALUMNI_READ) or (profile is not None and profile.withdrawn_on is None)


@dataclass(frozen=True)
class Anniversary:
    """So many years since a mission ended, on a day."""

    mission: Mission
    years: int
    on: date


def anniversaries(rows: QuerySet[Mission], first: date, days: int = WINDOW) -> list[Anniversary]:
    """Of the missions given, the anniversaries of end of service between two days, the nearest first."""
    found = (
        _next(mission, first) for mission in rows.filter(state__in=OVER, ended_on__lt=first, person__died_on=None)
    )
    return sorted(
        (one for one in found if one.on <= first + timedelta(days)), key=lambda one: (one.on, one.mission.pk)
    )


def _next(mission: Mission, first: date) -> Anniversary:
    years = first.year - mission.ended_on.year
    on = add_months(mission.ended_on, 12 * years)
    if on < first or years == 0:
        years += 1
        on = add_months(mission.ended_on, 12 * years)
    return Anniversary(mission, years, on)


def winners(prize: "Prize") -> QuerySet:
    """The nominees that the published list names, in their order."""
    return prize.nominees.filter(amount__gt=0).select_related("mission__person", "mission__host__commune").order_by("rank")  # fmt: skip


def scored(prize: "Prize") -> list[tuple[User, int]]:
    """Each juror, and how many sheets that juror has sealed."""
    return [(juror.user, juror.sheets.count()) for juror in prize.jurors.select_related("user").order_by("pk")]
