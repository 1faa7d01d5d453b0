"""Presence: marked by day, closed by month, attested by one person and confirmed by another."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.periods import Month
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move_all
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.hosts.policies import require_outsider
from teriya.service.attendance import marks as written
from teriya.service.attendance import queries, rolls
from teriya.service.attendance.leaves import (
    add_proof,
    advise_leave,
    approve_leave,
    ask_leave,
    refuse_leave,
    shorten_leave,
    withdraw_leave,
)
from teriya.service.attendance.models import MonthSheet
from teriya.service.attendance.policies import require_duty
from teriya.service.attendance.states import SHEET_LIFE, MarkKind
from teriya.service.missions.models import Mission

__all__ = [
    "add_proof", "advise_leave", "approve_leave", "ask_leave", "attest_many", "call_roll", "confirm_many", "record", "record_many", "record_month_many",
    "refuse_leave", "reopen", "shorten_leave", "withdraw_leave",
]  # fmt: skip
LEAVES = (MarkKind.LEAVE, MarkKind.UNPAID)
SERVING = {"in_service", "suspended", "ended", "closed"}


def record(*, mission: Mission, marks: Mapping[date, str], by: User, on: date) -> list[MonthSheet]:
    """Mark days of one mission; a day marked again takes the new kind as long as its sheet is open."""
    return record_many(marks={mission.pk: marks}, by=by, on=on)


def record_month_many(
    *, missions: Sequence[Mission], month: Month, absent: Mapping[int, set[date]], by: User, on: date
) -> list[MonthSheet]:
    """« All present except… »: every working day of the month served so far, for a whole team at once (`rolls.all_present`).

    `absent` gives the days missed per mission.
    """
    return record_many(marks=rolls.all_present(missions, month, absent, until=on), by=by, on=on)


@transaction.atomic
def call_roll(
    *, missions: Sequence[Mission], day: date, absent: Collection[int], by: User, on: date, seen: int | None = None
) -> list[MonthSheet]:
    """The roll of one day: all these missions present, except those named (mission ids).

    Called again, it replaces the former; `seen` is the roll that its page showed (`rolls.as_it_stands`). Refuses
    `roll_changed` when somebody called it meanwhile, `future_day` before the day, `nobody_to_call` when none serves that day.
    """
    if day > on:
        raise Refusal("future_day", _("Le %(day)s n’est pas encore passé.") % {"day": f"{day:%d/%m/%Y}"}, field="day")
    list(Mission.objects.select_for_update(no_key=True).filter(pk__in=[m.pk for m in missions]).order_by("pk"))
    if seen is not None and seen != int(rolls.as_it_stands(missions, day)["roll"]):
        raise Refusal(
            "roll_changed", _("Quelqu’un a fait cet appel entre-temps : relisez-le avant d’envoyer le vôtre.")
        )
    away = {pk: {day} for pk in absent}
    marks = {
        pk: days for pk, days in rolls.all_present(missions, Month.of(day), away, until=on, only=day).items() if days
    }
    if not marks:
        raise Refusal("nobody_to_call", _("Personne n’est à appeler ce jour-là."), field="day")
    return record_many(marks=marks, by=by, on=on)


@transaction.atomic
def record_many(
    *, marks: Mapping[int, Mapping[date, str]], by: User, on: date, permission: str = P.PRESENCE_RECORD
) -> list[MonthSheet]:
    """Mark days of many missions (mission id → day → kind) and count their months again. `permission`: in which capacity.

    Refuses a day outside service (`outside_service`), in the future (`future_day`) or on a sheet already attested
    (`sheet_closed`); a day of leave marked otherwise (`leave_day`), or one marked so without a leave (`no_leave`).
    """
    require(by, permission)
    require_date(by, on)
    missions = written.missions_of(marks)
    require_duty(by, missions, "presence_recorded_by", permission, on=on, or_centre=True)
    every = [day for days in marks.values() for day in days]
    away = queries.leave_days(missions, min(every), max(every)) if every else {}
    for mission in missions:
        _check_days(mission, marks[mission.pk], on)
        _check_leave(mission, marks[mission.pk], away[mission.pk] if every else {})
    sheets = written.write(marks, missions, by_id=by.pk)
    if sheets:
        journal.write("attendance.record", "sheet", sheets[0].pk, by=by, on=on, permission=permission,
                      rows=[sheet.pk for sheet in sheets], marks=sum(map(len, marks.values())))  # fmt: skip
    return sheets


@transaction.atomic
def attest_many(*, sheets: Sequence[MonthSheet], by: User, on: date, paper: str = "") -> list[MonthSheet]:
    """Attest months that are over: the tutor, the host or the facilitator, as the form says.

    An agent of the centre who holds the signed sheet gives its number in `paper`. Refuses `month_not_over` before the
    last working day.
    """
    rule, permission = "presence_attested_by", P.PRESENCE_KEY if paper else P.PRESENCE_ATTEST
    locked = _locked(sheets)
    require_duty(by, [s.mission for s in locked], rule, permission, on=on, or_centre=bool(paper))
    _check_month_is_over(locked, on)
    name = "attest_on_paper" if paper else "attest"
    _sign(locked, name, "attested", by, on)
    move_all(locked, SHEET_LIFE, name, by=by, on=on, reason=paper)
    written.note_attestation(locked, [sheet.mission for sheet in locked], done_on=on)
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
    written.note_attestation([locked], [locked.mission], done_on=None)
    _write("attendance.reopen", [locked], by, on, P.PRESENCE_CONFIRM, reason=reason)
    return locked


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


def _check_leave(mission: Mission, days: Mapping[date, str], away: Mapping[date, str]) -> None:
    """A working day of leave is marked as the leave says, and no other day is: an unpaid week-end would cost two days."""
    for day, kind in days.items():
        words = {"day": f"{day:%d/%m/%Y}", "number": mission.number}
        if day in away and kind in (MarkKind.PRESENT, MarkKind.ABSENT):
            sentence = _(
                "Le %(day)s, la mission %(number)s est en congé : s’il est revenu, enregistrez d’abord son retour."
            )
            raise Refusal("leave_day", sentence % words, field=day.isoformat())
        if kind in LEAVES and (away.get(day) != kind or not queries.open_days(day, day)):
            sentence = _(
                "Aucun congé de la mission %(number)s n’est accordé le %(day)s : demandez-le d’abord, ou choisissez « absence justifiée »."
            )
            raise Refusal("no_leave", sentence % words, field=day.isoformat())


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
