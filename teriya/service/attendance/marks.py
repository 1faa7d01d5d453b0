"""Writing marks: the months that they touch are open, locked, and counted again."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from teriya.foundation.core.periods import Month
from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.hosts.responsiveness import Noted, attest_within, note
from teriya.service.attendance.models import Mark, MonthSheet
from teriya.service.attendance.policies import attested_at_the_host
from teriya.service.attendance.states import NOT_SERVED, MarkKind
from teriya.service.missions.models import Mission

Marks = Mapping[int, Mapping[date, str]]  # mission id → day → kind


def write(marks: Marks, *, by_id: int) -> list[MonthSheet]:
    """Mark these days; one marked already takes the new kind. Refuses `sheet_closed`."""
    sheets = _opened(marks)
    rows = [
        Mark(mission_id=pk, day=day, kind=MarkKind(kind), by_id=by_id)
        for pk, days in marks.items() for day, kind in days.items()
    ]  # fmt: skip
    Mark.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["mission", "day"], update_fields=["kind", "by_id"]
    )
    _count(sheets)
    return sheets


def clear(mission: Mission, days: Collection[date]) -> list[MonthSheet]:
    """These days are to be marked again. Refuses `sheet_closed`."""
    known = Mark.objects.filter(mission=mission, day__in=days)
    sheets = _opened({mission.pk: dict(known.values_list("day", "kind"))})
    known.delete()
    _count(sheets)
    return sheets


def missions_of(ids: Collection[int]) -> list[Mission]:
    return list(
        Mission.objects.filter(pk__in=ids)
        .select_related("person", "host", "form")
        .prefetch_related("suspensions")
        .order_by("pk")
    )


def _opened(marks: Marks) -> list[MonthSheet]:
    """The months touched, made if needed and locked; none may be attested already."""
    wanted = sorted({(pk, day.replace(day=1)) for pk, days in marks.items() for day in days})
    MonthSheet.objects.bulk_create(
        [MonthSheet(mission_id=pk, month=month) for pk, month in wanted], ignore_conflicts=True
    )
    rows = MonthSheet.objects.select_for_update().filter(
        mission_id__in=marks, month__in={month for _, month in wanted}
    )
    sheets = [sheet for sheet in rows.order_by("pk") if (sheet.mission_id, sheet.month) in set(wanted)]
    for sheet in sheets:
        if sheet.state != "recorded":
            raise Refusal(
                "sheet_closed",
                _("La fiche de %(month)s est %(state)s : demandez au centre de la rouvrir.")
                % {"month": f"{sheet.month:%m/%Y}", "state": sheet.get_state_display()},
            )
    note_attestation(sheets, done_on=None)
    return sheets


def note_attestation(sheets: Sequence[MonthSheet], *, done_on: date | None) -> None:
    """Whether a host attests its months in time weighs on its responsiveness, where the form has its people attest."""
    missions = {mission.pk: mission for mission in missions_of({sheet.mission_id for sheet in sheets})}
    due = {sheet.pk: Month.of(sheet.month).last + attest_within(sheet.month) for sheet in sheets}
    note([
        Noted(missions[sheet.mission_id].host_id, "attestation", "sheet", sheet.pk, due[sheet.pk], done_on)
        for sheet in sheets
        if attested_at_the_host(missions[sheet.mission_id], sheet.month)
    ])  # fmt: skip


def _count(sheets: Sequence[MonthSheet]) -> None:
    """Write what the marks say on the sheets; a paper printed before no longer speaks for them."""
    if not sheets:
        return
    rows = (
        Mark.objects.filter(mission_id__in={s.mission_id for s in sheets}, day__gte=min(s.month for s in sheets))
        .values_list("mission_id", "day__year", "day__month")
        .annotate(present=Count("pk", filter=Q(kind=MarkKind.PRESENT)), absent=Count("pk", filter=Q(kind__in=NOT_SERVED)))
        .order_by()
    )  # fmt: skip
    counts = {(pk, date(year, month, 1)): (present, absent) for pk, year, month, present, absent in rows}
    for sheet in sheets:
        sheet.present, sheet.absent = counts.get((sheet.mission_id, sheet.month), (0, 0))
        sheet.document = None
    MonthSheet.objects.bulk_update(sheets, ["present", "absent", "document"])
