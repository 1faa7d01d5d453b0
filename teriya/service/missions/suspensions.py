"""Suspension: a mission stops for a while, for a reason that the country knows; its last day follows by itself."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.periods import between
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.messages.actions import queue
from teriya.foundation.rules import queries as rules
from teriya.people.actions import move_service_end
from teriya.service.missions import papers, queries
from teriya.service.missions.engine import term
from teriya.service.missions.models import Mission, Suspension
from teriya.service.missions.policies import require_at, require_not_own
from teriya.service.missions.states import MISSION_LIFE


@transaction.atomic
def suspend(
    *, mission: Mission, kind: str, first_day: date, last_day: date, why: str, by: User, on: date
) -> Suspension:
    """Stop a mission from `first_day` to a last day foreseen. Where the kind says so, the end moves by as many days.

    Kinds, least and most days are the country's (`suspension_…` in its rates, 0: no limit known). Refuses days outside the
    mission, a first day to come, a length that the rule does not allow, days already suspended.
    """
    [row] = Mission.objects.locked([mission])
    require_at(by, P.MISSIONS_END, [row])
    require_not_own(by, [row])
    MISSION_LIFE.check("suspend", row.state)
    if rules.term("suspension", kind) is None:
        raise Refusal("suspension_unknown", _("Choisissez une des raisons de suspendre."), field="kind")
    _check_first_day(row, first_day, on)
    _check_length(row, kind, first_day, last_day, field="last_day")
    before = queries.pauses_of(row)
    suspension = _open(row, kind, first_day, last_day, why, by, on)
    _move_end(row, before)
    move(row, MISSION_LIFE, "suspend", by=by, on=on, reason=why, commune=row.host.commune_id)
    journal.write("missions.suspend", "mission", row.pk, by=by, on=on, permission=P.MISSIONS_END, kind=kind)
    _tell(row, "mission_suspended", suspension)
    return suspension


def _check_first_day(mission: Mission, first_day: date, on: date) -> None:
    if first_day > on:
        raise Refusal(
            "suspension_in_future",
            _("Une suspension s’enregistre à partir de son premier jour."),
            field="first_day",
        )
    last = queries.last_day(mission)
    if not mission.started_on <= first_day <= last:
        raise Refusal(
            "suspension_outside_mission",
            _("Le premier jour de la suspension est entre le %(started_on)s et le %(last)s.")
            % {"started_on": f"{mission.started_on:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"},
            field="first_day",
        )


def _check_length(mission: Mission, kind: str, first: date, last: date, *, field: str) -> None:
    """A length in days, both ends inside, between what the rule of the first day asks and allows."""
    days, form = (last - first).days + 1, mission.form.code
    least = rules.amount("suspension_days_min", on=first, form=form, qualification=kind, default=0)
    most = rules.amount("suspension_days_max", on=first, form=form, qualification=kind, default=0)
    if days < 1:
        raise Refusal("suspension_dates", _("Le dernier jour ne précède pas le premier."), field=field)
    if field == "last_day" and days < least:
        raise Refusal(
            "suspension_too_short",
            _("%(days)s jours : la règle en demande au moins %(least)s, jusqu’au %(last)s.")
            % {"days": days, "least": least, "last": _day(first, least)},
            field=field,
        )
    if most and days > most:
        raise Refusal(
            "suspension_too_long",
            _("%(days)s jours : la règle en permet %(most)s, jusqu’au %(last)s. Au-delà, ouvrez une autre suspension.")
            % {"days": days, "most": most, "last": _day(first, most)},
            field=field,
        )


def _day(first: date, days: int) -> str:
    return f"{first + timedelta(days - 1):%d/%m/%Y}"


def _open(mission: Mission, kind: str, first: date, last: date, why: str, by: User, on: date) -> Suspension:
    moves_end = rules.value("suspension_moves_end", on=first, form=mission.form.code, qualification=kind).value
    row = Suspension(mission=mission, kind=kind, why=why.strip(), period=between(first, last), moves_end=moves_end,
                     opened_on=on, opened_by_id=by.id)  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "suspensions_do_not_overlap" not in str(error):
            raise
        raise Refusal(
            "suspension_overlaps", _("Cette mission est déjà suspendue à ces dates."), field="first_day"
        ) from error
    return row


@transaction.atomic
def resume(*, mission: Mission, back_on: date, by: User, on: date) -> Suspension:
    """Take up service again on `back_on`: the suspension ends the day before, and the end moves by the days it really took.

    Earlier than foreseen is recorded as it was; later than the rule allows is refused, and another suspension follows.
    """
    [row] = Mission.objects.locked([mission])
    require_at(by, P.MISSIONS_END, [row])
    require_not_own(by, [row])
    MISSION_LIFE.check("resume", row.state)
    suspension = row.suspensions.get(closed_on=None)
    last = back_on - timedelta(1)
    if back_on > on:
        raise Refusal("resume_in_future", _("Une reprise s’enregistre une fois qu’elle a eu lieu."), field="back_on")
    if last < suspension.first_day:
        raise Refusal(
            "resume_before_suspension",
            _("La suspension commence le %(first)s : la reprise vient après.")
            % {"first": f"{suspension.first_day:%d/%m/%Y}"},
            field="back_on",
        )
    _check_length(row, suspension.kind, suspension.first_day, last, field="back_on")
    before = queries.pauses_of(row)
    suspension.period = between(suspension.first_day, last)
    suspension.closed_on, suspension.closed_by_id = on, by.id
    suspension.save(update_fields=["period", "closed_on", "closed_by_id"])
    _move_end(row, before)
    if back_on > queries.last_day(row):
        raise Refusal(
            "resume_after_end",
            _("La mission finit le %(last)s : terminez-la.") % {"last": f"{queries.last_day(row):%d/%m/%Y}"},
            field="back_on",
        )
    move(row, MISSION_LIFE, "resume", by=by, on=on, commune=row.host.commune_id)
    journal.write("missions.resume", "mission", row.pk, by=by, on=on, permission=P.MISSIONS_END)
    _tell(row, "mission_resumed", suspension)
    return suspension


def _move_end(mission: Mission, before: Sequence[term.Pause]) -> None:
    """The days owed stay the same; the last day is the one on which they are served."""
    first = mission.period.lower
    owed = term.days_owed(first, queries.last_day(mission), before)
    last = term.last_day(first, owed, queries.pauses_of(mission))
    if last == queries.last_day(mission):
        return
    mission.period = between(first, last)
    try:
        with transaction.atomic():
            mission.save(update_fields=["period"])
    except IntegrityError as error:
        if "missions_do_not_overlap" not in str(error):
            raise
        raise Refusal(
            "mission_overlaps",
            _("La fin reculerait au %(last)s, sur une autre mission de cette personne.")
            % {"last": f"{last:%d/%m/%Y}"},
        ) from error
    move_service_end(source="mission", source_id=mission.pk, last=last)


def _tell(mission: Mission, template: str, suspension: Suspension) -> None:
    context = {
        "first": papers.short(suspension.first_day), "back": papers.short(suspension.last_day + timedelta(1)),
        "last": papers.short(queries.last_day(mission)),
    }  # fmt: skip
    queue(channel="sms", to=mission.person.phone, template=template, context=context, key=f"{template}:{suspension.pk}",
          about=f"mission {mission.pk}")  # fmt: skip


def stop_all(missions: Sequence[Mission], *, by: User, on: date) -> None:
    """Missions that end while suspended: the suspension runs to their last day, which may not come before it began."""
    rows = list(Suspension.objects.select_for_update().filter(mission__in=missions).order_by("pk"))
    ends = {mission.pk: mission.ended_on for mission in missions}
    for row in rows:
        if ends[row.mission_id] < row.first_day:
            raise Refusal(
                "end_before_suspension",
                _("La mission est suspendue depuis le %(first)s : le dernier jour ne vient pas avant.")
                % {"first": f"{row.first_day:%d/%m/%Y}"},
                field="last_day",
            )
        last = ends[row.mission_id] if row.closed_on is None else min(row.last_day, ends[row.mission_id])
        row.period = between(row.first_day, last)
        row.closed_on, row.closed_by_id = row.closed_on or on, row.closed_by_id or by.id
    Suspension.objects.bulk_update(rows, ["period", "closed_on", "closed_by_id"])
