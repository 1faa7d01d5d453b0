"""Who waits at a step of many missions: one line a person, and what stops it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from teriya.foundation.accounts.models import User
from teriya.mobilisation.calls.models import Wave
from teriya.service.missions.models import Mission


@dataclass(frozen=True, slots=True)
class Line:
    """One person in a step: `since` waits from that day, `note` is shown and stops nothing, `blocked` says what stops it."""

    pk: int
    person: str
    number: str
    host: str
    since: date | None = None
    note: str = ""
    blocked: str = ""


def missions(user: User, wave: Wave | None, **conditions) -> QuerySet[Mission]:
    rows = Mission.objects.visible_to(user).filter(**conditions)
    rows = rows if wave is None else rows.filter(wave=wave)
    return rows.select_related("person", "host", "form", "seat").order_by("host__name", "person__family", "pk")


def line_of(mission: Mission, **more) -> Line:
    return Line(mission.pk, str(mission.person), mission.number, mission.host.name, **more)


def some(ids: Sequence[int]) -> QuerySet[Mission]:
    return Mission.objects.filter(pk__in=ids)
