"""Presence: marked by day, closed by month, attested by one person and confirmed by another."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Count, Q, prefetch_related_objects
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.periods import Month
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move_all
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.hosts.policies import require_outsider
from teriya.mobilisation.hosts.responsiveness import Noted, attest_within, note
from teriya.service.attendance import queries
from teriya.service.attendance.models import Mark, MonthSheet
from teriya.service.attendance.policies import attested_at_the_host, require_duty
from teriya.service.attendance.states import NOT_SERVED, SHEET_LIFE, MarkKind
from teriya.service.missions.models import Mission

SERVING = {"in_service", "suspended", "ended", "closed"}


def record(*, mission: Mission, marks: Mapping[date, str], by: User, on: date) -> list[MonthSheet]:
    """Mark days of one mission; a day marked again takes the new kind as long as its sheet is open."""
    return record_many(marks={mission.pk: marks}, by=by, on=on)


def record_month_many(
    *, missions: Sequence[Mission], month: Month, absent: Mapping[int, set[date]], by: User, on: date
) -> list[MonthSheet]:
    """« All present except… »: every working day of the month served so far, for a whole team at once.

    `absent` gives the days missed per mission. Days already marked otherwise (leave, justified absence) stay as they are;
    days of a suspension are marked as such.
    """
    working = queries.working_days_of(missions, month)
    known = queries.marks_of(list(working), month)
    prefetch_related_objects(missions, "suspensions")
    marks = {}
    for mission in missions:
        suspended = queries.suspended_days(mission, working[mission.pk])
        days = [day for day in working[mission.pk] if day <= on and day not in suspended]
        missed = set(absent.get(mission.pk, ()))
        if stray := sorted(missed - set(days)):
            raise Refusal(
                "not_a_working_day",
                _("Le %(stray)s n’est pas un jour à pointer.") % {"stray": f"{stray[0]:%d/%m/%Y}"},
                field="absent",
            )
        kept = {day for day, kind in known[mission.pk].items() if kind not in (MarkKind.PRESENT, MarkKind.ABSENT)}
        marks[mission.pk] = {
            day: MarkKind.ABSENT if day in missed else MarkKind.PRESENT
            for day in days if day in missed or day not in kept
        } | {day: MarkKind.SUSPENDED for day in suspended if day <= on}  # fmt: skip
    return record_many(marks=marks, by=by, on=on)


@transaction.atomic
def record_many(*, marks: Mapping[int, Mapping[date, str]], by: User, on: date) -> list[MonthSheet]:
    """Mark days of many missions (mission id → day → kind) and count their months again.

    Refuses a day outside service (`outside_service`), in the future (`future_day`) or on a sheet already attested
    (`sheet_closed`).
    """
    require(by, P.PRESENCE_RECORD)
    require_date(by, on)
    missions = _missions(marks)
    require_duty(by, missions, "presence_recorded_by", P.PRESENCE_RECORD, on=on, or_centre=True)
    for mission in missions:
        _check_days(mission, marks[mission.pk], on)
    sheets = _open_sheets(marks)
    rows = [
        Mark(mission_id=pk, day=day, kind=MarkKind(kind), by_id=by.pk)
        for pk, days in marks.items() for day, kind in days.items()
    ]  # fmt: skip
    Mark.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["mission", "day"], update_fields=["kind", "by_id"]
    )
    _count(sheets)
    if sheets:
        journal.write("attendance.record", "sheet", sheets[0].pk, by=by, on=on, permission=P.PRESENCE_RECORD,
                      rows=[sheet.pk for sheet in sheets], marks=len(rows))  # fmt: skip
    return sheets


@transaction.atomic
def attest_many(*, sheets: Sequence[MonthSheet], by: User, on: date, paper: str = "") -> list[MonthSheet]:
    """Attest months that are over: the tutor, the host or the facilitator, as the form says.

    An agent of the centre who holds the signed sheet gives its number in `paper`. Refuses `month_not_over` before the
    last working day.
    """
    rule, permission = "presence_attested_by", P.PRESENCE_RECORD if paper else P.PRESENCE_ATTEST
    locked = _locked(sheets)
    require_duty(by, [s.mission for s in locked], rule, permission, on=on, or_centre=bool(paper))
    _check_month_is_over(locked, on)
    name = "attest_on_paper" if paper else "attest"
    _sign(locked, name, "attested", by, on)
    move_all(locked, SHEET_LIFE, name, by=by, on=on, reason=paper)
    _note(locked, done_on=on)
    _write(f"attendance.{name}", locked, by, on, permission, reason=paper)
    return locked


@transaction.atomic
def confirm_many(*, sheets: Sequence[MonthSheet], by: User, on: date) -> list[MonthSheet]:
    """Confirm attested months for the centre: another person than who attested, and never somebody of the host."""
    locked = _locked(sheets)
    require_other_person(by, *{sheet.attested_by_id for sheet in locked})
    require_outsider(by, {sheet.mission.host_id for sheet in locked})
    require_duty(by, [s.mission for s in locked], "presence_confirmed_by", P.PRESENCE_CONFIRM, on=on)
    _sign(locked, "confirm", "confirmed", by, on)
    move_all(locked, SHEET_LIFE, "confirm", by=by, on=on)
    _write("attendance.confirm", locked, by, on, P.PRESENCE_CONFIRM)
    return locked


@transaction.atomic
def reopen(*, sheet: MonthSheet, reason: str, by: User, on: date) -> MonthSheet:
    """Send an attested month back to who records it, with the reason; a confirmed one is corrected on the pay line."""
    [locked] = _locked([sheet])
    require_duty(by, [locked.mission], "presence_confirmed_by", P.PRESENCE_CONFIRM, on=on)
    move_all([locked], SHEET_LIFE, "reopen", by=by, on=on, reason=reason)
    locked.attested_by_id = locked.attested_on = None
    locked.save(update_fields=["attested_by_id", "attested_on"])
    _note([locked], done_on=None)
    _write("attendance.reopen", [locked], by, on, P.PRESENCE_CONFIRM, reason=reason)
    return locked


def _missions(ids: Mapping[int, object]) -> list[Mission]:
    return list(
        Mission.objects.filter(pk__in=ids)
        .select_related("person", "host", "form")
        .prefetch_related("suspensions")
        .order_by("pk")
    )


def _locked(sheets: Sequence[MonthSheet]) -> list[MonthSheet]:
    rows = MonthSheet.objects.select_for_update(of=("self",)).filter(pk__in=[sheet.pk for sheet in sheets])
    return list(rows.select_related("mission__person", "mission__host", "mission__form").order_by("pk"))


def _check_days(mission: Mission, days: Mapping[date, str], on: date) -> None:
    if mission.started_on is None or mission.state not in SERVING:
        raise Refusal(
            "outside_service", _("La mission %(number)s n’a pas commencé.") % {"number": mission.number}, field="day"
        )
    last, suspended = queries.service_end(mission), queries.suspended_days(mission, days)
    for day in days:
        if not mission.started_on <= day <= last:
            raise Refusal(
                "outside_service",
                _("Le %(day)s est hors de la mission %(number)s.")
                % {"day": f"{day:%d/%m/%Y}", "number": mission.number},
                field="day",
            )
        if day in suspended and days[day] == MarkKind.PRESENT:
            raise Refusal(
                "suspended_day",
                _("Le %(day)s, la mission %(number)s est suspendue.")
                % {"day": f"{day:%d/%m/%Y}", "number": mission.number},
                field="day",
            )
        if day > on:
            raise Refusal(
                "future_day", _("Le %(day)s n’est pas encore passé.") % {"day": f"{day:%d/%m/%Y}"}, field="day"
            )


def _open_sheets(marks: Mapping[int, Mapping[date, str]]) -> list[MonthSheet]:
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
    _note(sheets, done_on=None)
    return sheets


def _note(sheets: Sequence[MonthSheet], *, done_on: date | None) -> None:
    """Whether a host attests its months in time weighs on its responsiveness, where the form has its people attest."""
    missions = {mission.pk: mission for mission in _missions({sheet.mission_id: None for sheet in sheets})}
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


def _check_month_is_over(sheets: Sequence[MonthSheet], on: date) -> None:
    for first in {sheet.month for sheet in sheets}:
        missions = [sheet.mission for sheet in sheets if sheet.month == first]
        last = max(
            (days[-1] for days in queries.working_days_of(missions, Month.of(first)).values() if days), default=on
        )
        if on < last:
            raise Refusal(
                "month_not_over",
                _("Le mois s’atteste à partir du %(last)s.") % {"last": f"{last:%d/%m/%Y}"},
                field="on",
            )


def _sign(sheets: Sequence[MonthSheet], step: str, duty: str, by: User, on: date) -> None:
    """Who and when, written before the state that the database ties them to."""
    for sheet in sheets:
        SHEET_LIFE.check(step, sheet.state)
        setattr(sheet, f"{duty}_by_id", by.pk)
        setattr(sheet, f"{duty}_on", on)
    MonthSheet.objects.filter(pk__in=[s.pk for s in sheets]).update(**{f"{duty}_by_id": by.pk, f"{duty}_on": on})


def _write(action: str, sheets: Sequence[MonthSheet], by: User, on: date, permission: str, reason: str = "") -> None:
    if sheets:
        journal.write(action, "sheet", sheets[0].pk, by=by, on=on, permission=permission, reason=reason,
                      rows=[sheet.pk for sheet in sheets])  # fmt: skip
