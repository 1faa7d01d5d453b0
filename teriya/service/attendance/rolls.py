"""« All present, except… »: what a roll marks, for a day or for a whole month; and what was called before."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from zlib import crc32

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from teriya.foundation.core.periods import Month
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.offline.kinds import Values
from teriya.service.attendance import queries
from teriya.service.attendance.states import MarkKind
from teriya.service.missions.models import Mission

CALLED = (MarkKind.PRESENT, MarkKind.ABSENT)


def all_present(
    missions: Sequence[Mission], month: Month, absent: Mapping[int, Collection[date]], *, until: date, only: date | None = None
) -> dict[int, dict[date, str]]:  # fmt: skip
    """Mission → day → mark, of the working days served until a day, or of one day `only`.

    A justified absence already marked stays as it is; days of a leave granted and of a suspension are marked as such.
    Refuses `not_a_working_day`: an absence on a day that is not to be marked.
    """
    working = queries.working_days_of(missions, month)
    known = queries.marks_of(list(working), month)
    prefetch_related_objects(missions, "suspensions")
    away = queries.leave_days(missions, month.first, month.last)
    marks = {}
    for mission in missions:
        span = [day for day in working[mission.pk] if day <= until and only in (None, day)]
        suspended = dict.fromkeys(queries.suspended_days(mission, span), MarkKind.SUSPENDED)
        off = {day: kind for day, kind in (away[mission.pk] | suspended).items() if day in span}
        missed = set(absent.get(mission.pk, ()))
        if stray := sorted(missed - (set(span) - set(off))):
            sentence = _(
                "%(name)s : le %(stray)s n’est pas un jour à pointer (non ouvrable, congé, suspension ou hors mission)."
            )
            words = {"stray": f"{stray[0]:%d/%m/%Y}", "name": mission.person}
            raise Refusal("not_a_working_day", sentence % words, field=f"absent_{mission.pk}")
        kept = {day for day, kind in known[mission.pk].items() if kind not in CALLED} - missed
        marks[mission.pk] = off | {
            day: MarkKind.ABSENT if day in missed else MarkKind.PRESENT
            for day in span if day not in off and day not in kept
        }  # fmt: skip
    return marks


def to_call(missions: Sequence[Mission], day: date) -> list[Mission]:
    """Those whose name is called on a day: in service, neither on leave, suspended nor justified already."""
    month = Month.of(day)
    working, known = (
        queries.working_days_of(missions, month),
        queries.marks_of([mission.pk for mission in missions], month),
    )
    away = queries.leave_days(missions, day, day)
    prefetch_related_objects(missions, "suspensions")
    return [
        mission for mission in missions
        if day in working[mission.pk] and day not in away[mission.pk] and not queries.suspended_days(mission, [day])
        and known[mission.pk].get(day, MarkKind.PRESENT) in CALLED
    ]  # fmt: skip


def as_it_stands(missions: Sequence[Mission], day: date) -> Values:
    """Who was marked absent on a day, and a number that changes when anybody calls that roll again; zero before."""
    rows = Mission.objects.filter(pk__in=[mission.pk for mission in missions], marks__day=day, marks__kind__in=CALLED)
    found = list(rows.values_list("pk", "marks__kind", "marks__by_id").order_by("pk"))
    absent = [str(pk) for pk, kind, _by in found if kind == MarkKind.ABSENT]
    return {"roll": str(crc32(repr(found).encode()) if found else 0), "absent": ", ".join(absent)}
