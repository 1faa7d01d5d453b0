"""Writing marks: the months that they touch are open, locked, and counted again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from teriya.foundation.core.periods import Month
from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.hosts.responsiveness import Noted, attest_within, note
from teriya.service.attendance.models import Mark, MonthSheet
from teriya.service.attendance.policies import attested_at_the_host
from teriya.service.attendance.states import NOT_SERVED, MarkKind
from teriya.service.missions.models import Mission

Marks = Mapping[int, Mapping[date, str]]  # mission id → day → kind
# Written once for a whole team: `bulk_create` and `bulk_update` of as many rows take four times as long.
_MARKS = """
INSERT INTO attendance_mark (by_id, mission_id, day, kind)
SELECT %s, v.mission, v.day, v.kind FROM unnest(%s::bigint[], %s::date[], %s::text[]) AS v(mission, day, kind)
ON CONFLICT (mission_id, day) DO UPDATE SET kind = excluded.kind, by_id = excluded.by_id
"""
_COUNTS = """
UPDATE attendance_monthsheet AS s SET present = c.present, absent = c.absent, document_id = NULL FROM (
  SELECT t.id, count(k.id) FILTER (WHERE k.kind = %s) AS present, count(k.id) FILTER (WHERE k.kind = ANY(%s)) AS absent
  FROM attendance_monthsheet t
  LEFT JOIN attendance_mark k ON k.mission_id = t.mission_id AND k.day >= t.month AND k.day < t.month + interval '1 month'
  WHERE t.id = ANY(%s) GROUP BY t.id) AS c
WHERE c.id = s.id RETURNING s.id, s.present, s.absent
"""


def write(marks: Marks, missions: Iterable[Mission], *, by_id: int) -> list[MonthSheet]:
    """Mark these days of these missions; one marked already takes the new kind. Refuses `sheet_closed`."""
    sheets = _opened(marks, missions)
    rows = [(pk, day, str(MarkKind(kind))) for pk, days in marks.items() for day, kind in days.items()]
    with connection.cursor() as cursor:
        cursor.execute(_MARKS, [by_id, *map(list, zip(*rows, strict=True))] if rows else [by_id, [], [], []])
    _count(sheets)
    return sheets


def clear(mission: Mission, days: Collection[date]) -> list[MonthSheet]:
    """These days are to be marked again. Refuses `sheet_closed`."""
    known = Mark.objects.filter(mission=mission, day__in=days)
    sheets = _opened({mission.pk: dict(known.values_list("day", "kind"))}, [mission])
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


def _opened(marks: Marks, missions: Iterable[Mission]) -> list[MonthSheet]:
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
    note_attestation(sheets, missions, done_on=None)
    return sheets


def note_attestation(sheets: Sequence[MonthSheet], missions: Iterable[Mission], *, done_on: date | None) -> None:
    """Whether a host attests its months in time weighs on its responsiveness, where the form has its people attest."""
    of = {mission.pk: mission for mission in missions}
    due = {sheet.pk: Month.of(sheet.month).last + attest_within(sheet.month) for sheet in sheets}
    note([
        Noted(of[sheet.mission_id].host_id, "attestation", "sheet", sheet.pk, due[sheet.pk], done_on)
        for sheet in sheets
        if attested_at_the_host(of[sheet.mission_id], sheet.month)
    ])  # fmt: skip


def _count(sheets: Sequence[MonthSheet]) -> None:
    """Write what the marks say on the sheets; a paper printed before no longer speaks for them."""
    if not sheets:
        return
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [MarkKind.PRESENT, list(NOT_SERVED), [sheet.pk for sheet in sheets]])
        counts = {pk: (present, absent) for pk, present, absent in cursor.fetchall()}
    for sheet in sheets:
        (sheet.present, sheet.absent), sheet.document = counts[sheet.pk], None
