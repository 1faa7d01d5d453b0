"""Incidents: reported in confidence, taken in charge, every step kept, each funder told, closed."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.numbers import next_numbers
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.sealing import seal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.service.followup import notices
from teriya.service.followup.models.incidents import PURPOSE, FunderNotice, Incident, IncidentStep, closed
from teriya.service.followup.policies import require_visitor
from teriya.service.followup.states import INCIDENT_LIFE, StepKind
from teriya.service.missions.models import Mission
from teriya.service.missions.states import MissionState


@transaction.atomic
def report_incident(
    *, mission: Mission, kind: str, happened_on: date, place: str, what: str, is_about_centre: bool, by: User, on: date
) -> Incident:  # fmt: skip
    """A volunteer reports in confidence, or an agent writes what a volunteer told. Its readers are told that one waits.

    Nobody is told by SMS on the volunteer's telephone, which others may hold; the journal keeps the act without its author.
    """
    [row] = Mission.objects.locked([mission])
    if row.person.account_id == by.id:
        require(by, P.INCIDENTS_REPORT)
    else:
        require_visitor(by, [row])
    require_date(by, on)
    if rules.term("incident", kind) is None:
        raise Refusal("incident_unknown", _("Choisissez de quoi il s’agit."), field="kind")
    if row.state == MissionState.CANCELLED or happened_on > on:
        raise Refusal("incident_in_future", _("Un signalement parle de ce qui a eu lieu."), field="happened_on")
    if not what.strip():
        raise Refusal("nothing_told", _("Écrivez ce qui s’est passé."), field="what")
    incident = Incident.objects.create(
        number=f"SIGNALEMENT/{on.year}/{next_numbers('SIGNALEMENT', on.year, 1)[0]:06}", mission=row, kind=kind, happened_on=happened_on,
        is_about_centre=is_about_centre, told=seal({"place": place.strip(), "what": what.strip()}, PURPOSE), reported_on=on,
        reported_by_id=by.id, **_handling(row, kind, on),
    )  # fmt: skip
    _name_funders(incident, row, kind, on)
    notices.incident_waiting(incident)
    journal.write("followup.report_incident", "incident", incident.pk, by=None, on=on)
    return incident


def _handling(mission: Mission, kind: str, on: date) -> dict:
    """Who reads this kind and before when it must move, from the rules of the day."""
    of = {"on": on, "form": mission.form.code, "qualification": kind}
    days = {name: timedelta(rules.value(f"incident_{name}_days", **of).value) for name in ("take", "close")}
    return {
        "readers": rules.value("incident_readers", **of).value, "escalates_to": rules.value("incident_escalates_to", **of).value,
        "take_by": on + days["take"], "close_by": on + days["close"],
    }  # fmt: skip


def _name_funders(incident: Incident, mission: Mission, kind: str, on: date) -> None:
    days = rules.amount("incident_funder_days", on=on, form=mission.form.code, qualification=kind, default=0)
    funders = dict.fromkeys(envelope.funder for envelope, _weight in mission.seat.payers) if days else ()
    FunderNotice.objects.bulk_create(
        [FunderNotice(incident=incident, funder=funder, due_on=on + timedelta(days)) for funder in funders]
    )


@transaction.atomic
def take(*, incident: Incident, by: User, on: date) -> Incident:
    """Take charge of it; the volunteer sees who."""
    row = _locked(incident, by)
    INCIDENT_LIFE.check("take", row.state)
    row.taken_by_id, row.taken_on = by.id, on
    row.save(update_fields=["taken_by_id", "taken_on"])
    move(row, INCIDENT_LIFE, "take", by=by, on=on)
    _keep(row, StepKind.TAKEN, "", by, on, is_shared=True)
    journal.write("followup.take_incident", "incident", row.pk, by=by, on=on, permission=P.INCIDENTS_HANDLE)
    return row


@transaction.atomic
def note(*, incident: Incident, text: str, is_shared: bool, by: User, on: date) -> IncidentStep:
    """Write a step: what was done, or a word to who reported (`is_shared`). Who reported adds to it in the same way."""
    is_own = _is_reporter(incident, by)
    row = Incident.objects.select_for_update().get(pk=incident.pk) if is_own else _locked(incident, by)
    require_date(by, on)
    if row.state == "closed":
        raise Refusal("incident_closed", _("Ce signalement est clos : faites-en un autre."))
    if not text.strip():
        raise Refusal("nothing_told", _("Écrivez ce qui s’est passé."), field="text")
    step = _keep(row, StepKind.TOLD if is_own else StepKind.NOTE, text, by, on, is_shared=is_shared or is_own)
    if not is_own:
        journal.write("followup.note_incident", "incident", row.pk, by=by, on=on, permission=P.INCIDENTS_HANDLE)
    return step


@transaction.atomic
def tell_funder(*, notice: FunderNotice, how: str, by: User, on: date) -> FunderNotice:
    """Keep the day on which a funder was told, and how; no name leaves the agency by this."""
    row = _locked(notice.incident, by)
    told = FunderNotice.objects.select_for_update().get(pk=notice.pk)
    require_date(by, on)
    if told.told_on:
        raise Refusal("funder_told", _("Ce bailleur est déjà averti."))
    if not how.strip():
        raise Refusal("how_missing", _("Dites comment le bailleur a été averti."), field="how")
    told.told_on, told.how, told.by_id = on, how.strip(), by.id
    told.save(update_fields=["told_on", "how", "by_id"])
    _keep(row, StepKind.FUNDER, f"{told.funder} : {told.how}", by, on, is_shared=False)
    journal.write("followup.tell_funder", "incident", row.pk, by=by, on=on, permission=P.INCIDENTS_HANDLE)
    return told


@transaction.atomic
def close_incident(*, incident: Incident, outcome: str, by: User, on: date) -> Incident:
    """Close it with what came out, which who reported reads. Refused while a funder waits to be told (`funder_not_told`)."""
    row = _locked(incident, by)
    if waiting := row.notices.filter(told_on=None).first():
        raise Refusal(
            "funder_not_told", _("Avertissez d’abord le bailleur : %(funder)s.") % {"funder": waiting.funder}
        )
    if not outcome.strip():
        raise Refusal("outcome_missing", _("Écrivez ce qui a été fait."), field="outcome")
    INCIDENT_LIFE.check("close", row.state)
    row.closed_on = on
    row.save(update_fields=["closed_on"])
    move(row, INCIDENT_LIFE, "close", by=by, on=on)
    _keep(row, StepKind.CLOSED, outcome, by, on, is_shared=True)
    journal.write("followup.close_incident", "incident", row.pk, by=by, on=on, permission=P.INCIDENTS_HANDLE)
    return row


def note_reading(*, incident: Incident, by: User, on: date) -> None:
    """Who opened a report that is not one's own is kept."""
    journal.write("followup.read_incident", "incident", incident.pk, by=by, on=on, permission=P.INCIDENTS_HANDLE)


def _keep(row: Incident, kind: str, text: str, by: User, on: date, *, is_shared: bool) -> IncidentStep:
    return IncidentStep.objects.create(
        incident=row, kind=kind, is_shared=is_shared, sealed=closed(text), on=on, by_id=by.id
    )


def _is_reporter(incident: Incident, by: User) -> bool:
    return by.id in (incident.reported_by_id, incident.mission.person.account_id)


def _locked(incident: Incident, by: User) -> Incident:
    """The row, for one of its readers; nobody handles what one reported, nor what concerns one's own host."""
    require(by, P.INCIDENTS_HANDLE)
    if not Incident.objects.handled_by(by).filter(pk=incident.pk).exists():
        raise NotAllowed("not_a_reader", _("Ce signalement ne se lit pas à votre place."))
    return Incident.objects.select_for_update().get(pk=incident.pk)
