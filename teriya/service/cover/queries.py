"""Reading the cover: which is due, who is in service without it, what a month has to declare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Term
from teriya.service.cover.models import Cover, Dependant
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import in_perimeter
from teriya.service.missions.queries import MissionQuerySet
from teriya.service.missions.states import EndReason


def missions_seen(user: User) -> MissionQuerySet:
    """Missions whose cover is this person's to know, by perimeter."""
    return Mission.objects.filter(in_perimeter(user, P.COVER_READ))


def schemes() -> tuple[Term, ...]:
    """The schemes of the pack, in its order."""
    return rules.terms("cover")


def forms_due(scheme: str, day: date) -> list[str]:
    """The forms whose volunteers must be under this scheme that day (`cover_due`)."""
    codes = [code for code, _name in rules.form_choices()]
    return [code for code in codes if rules.amount("cover_due", on=day, form=code, qualification=scheme)]


def child_years(scheme: str, day: date) -> int | None:
    """The age at which a child is no longer covered; None when the scheme covers nobody but the volunteer."""
    return rules.amount("cover_child_years", on=day, qualification=scheme)


def without(missions: MissionQuerySet, scheme: str, day: date) -> MissionQuerySet:
    """Those in service that day whose form asks for this scheme and whom no declaration has named."""
    held = Cover.objects.filter(mission=OuterRef("pk"), scheme=scheme, period__contains=day)
    rows = missions.in_service_on(day).filter(form__code__in=forms_due(scheme, day)).exclude(Exists(held))
    return rows.select_related("person", "host__commune", "form").order_by("started_on", "pk")


def deaths(missions: MissionQuerySet) -> MissionQuerySet:
    """Volunteers who died, as long as a scheme has not been told or a dependant is still written: the oldest first."""
    open_ = Cover.objects.filter(mission=OuterRef("pk"), left=None)
    family = Dependant.objects.filter(person=OuterRef("person"), until=None)
    rows = missions.filter(Exists(open_) | Exists(family), end_reason=EndReason.DEATH)
    rows = rows.select_related("person", "host__commune").prefetch_related("covers", "person__dependants")
    return rows.order_by("ended_on", "pk")


@dataclass(frozen=True)
class Due:
    """What a declaration of a month says: who enters, who stays, who has left. Covers are those of the last two."""

    entries: Sequence[Mission]
    staying: Sequence[Cover]
    leaving: Sequence[Cover]

    def __bool__(self) -> bool:
        return bool(self.entries or self.staying or self.leaving)


def due(scheme: str, month: Month) -> Due:
    """Everybody who served in the month under a form that asks for the scheme; an entry of an earlier month is not forgotten.

    A mission entered once is never entered again. One whose service has ended by the end of the month leaves.
    """
    codes = forms_due(scheme, month.last)
    covers = Cover.objects.filter(scheme=scheme)
    served = Mission.objects.filter(form__code__in=codes, started_on__lte=month.last).exclude(
        Exists(covers.filter(mission=OuterRef("pk")))
    )
    entries = served.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=month.first))
    open_ = covers.filter(period__endswith__isnull=True, period__startswith__lte=month.last).select_related(
        "mission__person", "mission__host__commune", "mission__form"
    )
    rows = list(open_.order_by("mission__person__matricule", "pk"))
    has_left = {row.pk for row in rows if row.mission.ended_on and row.mission.ended_on <= month.last}
    return Due(
        list(entries.select_related("person", "host__commune", "form").order_by("person__matricule", "pk")),
        [row for row in rows if row.pk not in has_left], [row for row in rows if row.pk in has_left],
    )  # fmt: skip


def dependants_of(people: Sequence[int], scheme: str, month: Month) -> dict[int, list[Dependant]]:
    """For each person id, those that the scheme covers too in the month: the spouse, the children under its age."""
    years = child_years(scheme, month.last)
    if years is None:
        return {}
    rows = Dependant.objects.filter(person__in=people, since__lte=month.last).order_by("-kin", "birth_on", "pk")
    found: dict[int, list[Dependant]] = {}
    for row in rows:
        has_ended = row.until is not None and row.until < month.first
        is_grown = row.kin == Dependant.Kin.CHILD and add_months(row.birth_on, 12 * years) <= month.first
        if not has_ended and not is_grown:
            found.setdefault(row.person_id, []).append(row)
    return found
