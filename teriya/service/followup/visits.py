"""Visits: planned for a day or made unannounced, told by a sheet, with what each asks to be done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require_date
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.states import move
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal
from teriya.service.followup import notices
from teriya.service.followup.models import Point, Visit
from teriya.service.followup.policies import may_visit, require_visitor
from teriya.service.followup.states import POINT_LIFE, VISIT_LIFE, Met, VisitState
from teriya.service.missions.models import Mission
from teriya.service.missions.queries import last_day
from teriya.service.missions.states import MissionState

PHOTOS = "visit"  # subject of the photos taken on the spot


@dataclass(frozen=True)
class NewPoint:
    """Something to do, by whom, before when."""

    what: str
    owner: str
    due_on: date


@dataclass(frozen=True)
class Told:
    """What the sheet of a visit says."""

    place: str
    met: Sequence[str]
    was_present: bool
    findings: str
    points: Sequence[NewPoint] = ()


@transaction.atomic
def plan_visits(
    *, missions: Sequence[Mission], day: date, agent: User, is_announced: bool, by: User, on: date
) -> list[Visit]:
    """Plan a visit of each volunteer, or move the one already planned. An announced one is told by SMS.

    Refuses a past day (`visit_in_past`), a mission not in service then (`not_in_service`), an agent who may not go.
    """
    rows = Mission.objects.locked(missions)
    require_visitor(by, rows)
    require_date(by, on)
    if day < on:
        raise Refusal("visit_in_past", _("Une visite se prévoit pour un jour à venir."), field="day")
    for row in rows:
        _check_serving(row, day)
        if not may_visit(agent, row):
            sentence = _("%(agent)s ne peut pas visiter %(who)s : ce n’est pas son périmètre, ou c’est sa structure.")
            raise NotAllowed("agent_elsewhere", sentence % {"agent": agent, "who": row.person}, field="agent")
    known = {visit.mission_id: visit for visit in _planned(rows)}
    planned = []
    for row in rows:
        visit = known.get(row.pk) or Visit(mission=row)
        visit.mission, visit.planned_on, visit.agent, visit.is_announced = row, day, agent, is_announced
        planned.append(visit)
    Visit.objects.bulk_update([visit for visit in planned if visit.pk], ["planned_on", "agent", "is_announced"])
    Visit.objects.bulk_create([visit for visit in planned if not visit.pk])
    if is_announced:
        notices.visits_announced(planned)
    if rows:
        journal.write("followup.plan_visits", "visit", planned[0].pk, by=by, on=on, permission=P.VISITS_MAKE,
                      rows=[visit.pk for visit in planned])  # fmt: skip
    return planned


def _planned(missions: Sequence[Mission]) -> list[Visit]:
    rows = Visit.objects.select_for_update().filter(mission__in=missions, state=VisitState.PLANNED)
    return list(rows.order_by("pk"))


def _check_serving(mission: Mission, day: date) -> None:
    if mission.state != MissionState.IN_SERVICE or not mission.started_on <= day <= last_day(mission):
        raise Refusal(
            "not_in_service",
            _("%(who)s n’est pas en service le %(day)s.") % {"who": mission.person, "day": f"{day:%d/%m/%Y}"},
            field="day",
        )


@transaction.atomic
def cancel_visit(*, visit: Visit, reason: str, by: User, on: date) -> Visit:
    row = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("mission__host", "mission__person")
        .get(pk=visit.pk)
    )
    require_visitor(by, [row.mission])
    move(row, VISIT_LIFE, "cancel", by=by, on=on, reason=reason, commune=row.mission.host.commune_id)
    journal.write("followup.cancel_visit", "visit", row.pk, by=by, on=on, permission=P.VISITS_MAKE, reason=reason)
    return row


@transaction.atomic
def record_visit(*, mission: Mission, told: Told, by: User, on: date, photos: Iterable[UploadedFile] = ()) -> Visit:
    """Write the sheet of a visit made on the day `on`: of the one planned, or of one that nobody announced.

    Refuses a day outside service (`visit_outside_service`), nobody met (`nobody_met`).
    """
    [row] = Mission.objects.locked([mission])
    require_visitor(by, [row])
    require_date(by, on)
    _check_told(row, told, on)
    visit = next(iter(_planned([row])), None) or Visit(mission=row, planned_on=on, agent=by, is_announced=False)
    visit.on, visit.by_id = on, by.id
    visit.place, visit.met, visit.was_present = told.place.strip(), list(told.met), told.was_present
    visit.findings = told.findings.strip()
    visit.save()
    move(visit, VISIT_LIFE, "record", by=by, on=on, commune=row.host.commune_id)
    Point.objects.bulk_create(
        [Point(visit=visit, what=p.what.strip(), owner=p.owner, due_on=p.due_on) for p in told.points]
    )
    for photo in photos:
        documents.keep(file=photo, kind="photo", subject=PHOTOS, subject_id=visit.pk, by=by, on=on)
    journal.write("followup.record_visit", "visit", visit.pk, by=by, on=on, permission=P.VISITS_MAKE,
                  mission=row.pk, points=len(told.points))  # fmt: skip
    return visit


def _check_told(mission: Mission, told: Told, on: date) -> None:
    last = mission.ended_on or last_day(mission)
    if mission.started_on is None or not mission.started_on <= on <= last:
        raise Refusal("visit_outside_service", _("Le jour de la visite est hors de la mission."), field="on")
    if not set(told.met) or set(told.met) - set(Met.values):
        raise Refusal("nobody_met", _("Dites qui vous avez rencontré."), field="met")
    if not told.findings.strip():
        raise Refusal("findings_missing", _("Écrivez ce que vous avez constaté."), field="findings")
    for point in told.points:
        if point.due_on < on:
            sentence = _("« %(what)s » est à faire après la visite.")
            raise Refusal("point_in_past", sentence % {"what": point.what})


@transaction.atomic
def close_point(*, point: Point, outcome: str, by: User, on: date) -> Point:
    """Close what a visit asked for, with what was done. The centre closes it, whoever had to do it."""
    rows = Point.objects.select_for_update(of=("self",)).select_related(
        "visit__mission__host", "visit__mission__person"
    )
    row = rows.get(pk=point.pk)
    mission = row.visit.mission
    require_visitor(by, [mission])
    POINT_LIFE.check("close", row.state)
    if not outcome.strip():
        raise Refusal("outcome_missing", _("Écrivez ce qui a été fait."), field="outcome")
    row.closed_on, row.outcome = on, outcome.strip()
    row.save(update_fields=["closed_on", "outcome"])
    move(row, POINT_LIFE, "close", by=by, on=on, reason=outcome, commune=mission.host.commune_id)
    journal.write("followup.close_point", "point", row.pk, by=by, on=on, permission=P.VISITS_MAKE)
    return row
