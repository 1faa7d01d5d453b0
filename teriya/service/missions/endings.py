"""The end: a coded reason, the closing checklist, and the certificate that only a complete checklist allows."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.gates import open_gate
from teriya.foundation.core.periods import between
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move_all
from teriya.foundation.documents.actions import issue_many
from teriya.foundation.documents.letterhead import in_french
from teriya.foundation.documents.models import Document
from teriya.foundation.journal import actions as journal
from teriya.foundation.messages.actions import queue_many
from teriya.mobilisation.hosts.models import Seat
from teriya.mobilisation.hosts.needs import release_left
from teriya.people.actions import move_service_end, record_death
from teriya.service.missions import cards, changes, papers, suspensions
from teriya.service.missions.models import Closing, Mission
from teriya.service.missions.policies import require_at, require_not_own
from teriya.service.missions.queries import gates_of, owes_return
from teriya.service.missions.queries import last_day as last_day_of
from teriya.service.missions.states import (
    CHECKLIST,
    MISSION_LIFE,
    OFFER_RELEASE,
    EndReason,
    MissionState,
    checklist,
)


@transaction.atomic
def end(
    *, missions: Sequence[Mission], reason: str, by: User, on: date, last_day: date | None = None, why: str = ""
) -> list[Mission]:
    """End missions that are under way. At term each ends on its own last day; any other reason gives the day and says why.

    An early end marks the mission unpayable after its last day, shortens the service that counts, and frees the seat. A
    death closes the number of the person: from that moment no SMS leaves for it.
    """
    rows = Mission.objects.locked(missions)
    require_at(by, P.MISSIONS_END, rows)
    require_not_own(by, rows)
    if reason not in EndReason.values:
        raise Refusal("reason_unknown", _("Choisissez un des motifs de fin."), field="reason")
    early = reason != EndReason.TERM
    prefetch_related_objects(rows, "suspensions")
    if early and not why.strip():
        raise Refusal("reason_required", _("Écrivez ce qui s’est passé."), field="why")
    for row in rows:
        _set_end(row, reason, last_day, on)
    suspensions.stop_all(rows, by=by, on=on)
    Mission.objects.bulk_update(rows, ["ended_on", "end_reason", "period", "is_unpayable"])
    move_all(rows, MISSION_LIFE, "end", by=by, on=on, reason=why.strip() or in_french(EndReason(reason).label))
    Closing.objects.bulk_create([Closing(mission=row, **proved) for row, proved in _proved(rows)])
    _leave_seats(rows, early, by=by, on=on)
    changes.give_up(rows, why=in_french(EndReason(reason).label), by=by, on=on)
    cards.void_cards(rows, why=in_french(EndReason(reason).label), by=by, on=on)
    if reason == EndReason.DEATH and last_day:
        record_death([row.person for row in rows], died_on=last_day)
    if rows:
        journal.write("missions.end", "mission", rows[0].pk, by=by, on=on, permission=P.MISSIONS_END,
                      rows=[row.pk for row in rows], end_reason=reason)  # fmt: skip
    return rows


def _proved(missions: Sequence[Mission]) -> list[tuple[Mission, dict[str, bool]]]:
    """What a paper proved before the end is ticked from the start."""
    gates = gates_of([mission.pk for mission in missions])
    return [(mission, {line: line in gates[mission.pk] for line in CHECKLIST}) for mission in missions]


@transaction.atomic
def prove_closing(*, mission: Mission, line: str, evidence: str, by: User, on: date) -> None:
    """A paper of a room above proves one line of the checklist, before the end or after; that room has checked who may."""
    open_gate("mission", mission.pk, line, evidence=evidence, by=by, on=on)
    Closing.objects.filter(mission=mission).update(**{line: True})


def _set_end(mission: Mission, reason: str, last_day: date | None, on: date) -> None:
    MISSION_LIFE.check("end", mission.state)
    if reason == EndReason.TERM and owes_return(mission):
        raise Refusal(
            "suspended_at_term",
            _("%(number)s est suspendue : enregistrez d’abord la reprise.") % {"number": mission.number},
        )
    term = last_day_of(mission)
    last = term if reason == EndReason.TERM else last_day
    if last is None:
        raise Refusal("last_day_missing", _("Donnez le dernier jour de service."), field="last_day")
    if last > on:
        raise Refusal(
            "end_in_future",
            _("Le dernier jour, %(last)s, n’est pas encore passé.") % {"last": f"{last:%d/%m/%Y}"},
            field="last_day",
        )
    if not mission.started_on <= last <= term:
        raise Refusal(
            "end_outside_contract",
            _("Le dernier jour de %(number)s est entre le %(started_on)s et le %(term)s.")
            % {"number": mission.number, "started_on": f"{mission.started_on:%d/%m/%Y}", "term": f"{term:%d/%m/%Y}"},
            field="last_day",
        )
    mission.ended_on, mission.end_reason = last, reason
    if reason != EndReason.TERM:
        mission.is_unpayable, mission.period = True, between(mission.period.lower, last)
        move_service_end(source="mission", source_id=mission.pk, last=last)


def _leave_seats(missions: Sequence[Mission], early: bool, *, by: User, on: date) -> None:
    """At term the seat has given what was funded; before, it can be proposed again, so its offer is released."""
    Seat.objects.filter(pk__in=[mission.seat_id for mission in missions]).update(state="open" if early else "closed")
    if early:
        move_all(
            [m.offer for m in missions], OFFER_RELEASE, "release", by=by, on=on, reason="fin anticipée de la mission"
        )


@transaction.atomic
def cancel(*, mission: Mission, reason: str, by: User, on: date) -> Mission:
    """Give up a mission before its start: the seat and the offer are free again."""
    [row] = Mission.objects.locked([mission])
    require_at(by, P.MISSIONS_END, [row])
    require_not_own(by, [row])
    move_all([row], MISSION_LIFE, "cancel", by=by, on=on, reason=reason)
    _leave_seats([row], early=True, by=by, on=on)
    changes.give_up([row], why=reason, by=by, on=on)
    journal.write("missions.cancel", "mission", row.pk, by=by, on=on, reason=reason, permission=P.MISSIONS_END)
    return row


@transaction.atomic
def update_closing(*, missions: Sequence[Mission], ticks: dict[str, bool], by: User, on: date) -> list[Closing]:
    """Tick or untick lines of the checklist (`CHECKLIST`), while the mission is ended and not closed."""
    if not ticks.keys() <= CHECKLIST.keys():
        raise Refusal(
            "line_unknown",
            _("La fiche de clôture a ces lignes : %(lines)s.") % {"lines": ", ".join(CHECKLIST)},
        )
    rows, closings = _in_closing(missions, by, on)
    for closing in closings:
        for name, is_done in ticks.items():
            setattr(closing, name, is_done)
    Closing.objects.bulk_update(closings, list(CHECKLIST))
    if rows:
        journal.write("missions.update_closing", "mission", rows[0].pk, by=by, on=on, permission=P.MISSIONS_CLOSE,
                      rows=[row.pk for row in rows], ticks=ticks)  # fmt: skip
    return closings


@transaction.atomic
def close(*, missions: Sequence[Mission], by: User, on: date) -> list[Mission]:
    """Close ended missions whose checklist is complete; each prints its fiche de clôture.

    What their seats were committed and did not spend goes back to the envelopes.
    """
    rows, closings = _in_closing(missions, by, on)
    for closing in closings:
        asked = checklist(closing.mission.end_reason)
        undone = [str(label) for name, label in asked.items() if not getattr(closing, name)]
        if undone:
            raise Refusal(
                "closing_incomplete",
                _("Il reste à vérifier pour %(number)s : %(undone)s.")
                % {"number": closing.mission.number, "undone": ", ".join(undone)},
            )
    sheets = [papers.closing_sheet(closing, checklist(closing.mission.end_reason), by, on) for closing in closings]
    printed = issue_many(kind="fiche", series="CLOTURE", subject="mission", sheets=sheets, by=by, on=on)
    for closing, document in zip(closings, printed, strict=True):
        closing.sheet = document
    Closing.objects.bulk_update(closings, ["sheet"])
    move_all(rows, MISSION_LIFE, "close", by=by, on=on)
    release_left([("mission", row.pk, row.seat_id) for row in rows], on=on)
    if rows:
        journal.write(
            "missions.close",
            "mission",
            rows[0].pk,
            by=by,
            on=on,
            permission=P.MISSIONS_CLOSE,
            rows=[r.pk for r in rows],
        )
    return rows


def _in_closing(missions: Sequence[Mission], by: User, on: date) -> tuple[list[Mission], list[Closing]]:
    require_date(by, on)
    rows = Mission.objects.locked(missions)
    require_at(by, P.MISSIONS_CLOSE, rows)
    require_not_own(by, rows)
    for row in rows:
        if row.state != MissionState.ENDED:
            raise Refusal(
                "not_ended",
                _("La mission %(number)s n’est pas terminée, ou elle est déjà close.") % {"number": row.number},
            )
    closings = list(Closing.objects.filter(mission__in=rows).order_by("mission_id"))
    for closing, row in zip(closings, rows, strict=True):
        closing.mission = row
    return rows, closings


@transaction.atomic
def issue_certificates(*, missions: Sequence[Mission], by: User, on: date) -> list[Document]:
    """Attest closed missions. Each certificate has a code that anyone can check; the volunteer is told by SMS."""
    require(by, P.CERTIFICATES_ISSUE)
    require_date(by, on)
    rows = Mission.objects.locked(missions)
    require_not_own(by, rows)
    prefetch_related_objects(rows, "suspensions", "contracts__terms__former_seat__need__host")
    closings = list(Closing.objects.filter(mission__in=rows).select_related("certificate").order_by("mission_id"))
    _check_closed(rows, closings)
    capacity = by.capacity(P.CERTIFICATES_ISSUE)
    sheets = [papers.certificate(row, by, capacity, on) for row in rows]
    printed = issue_many(kind="certificat", series="ATTESTATION", subject="mission", sheets=sheets, by=by, on=on)
    for closing, document in zip(closings, printed, strict=True):
        closing.certificate = document
    Closing.objects.bulk_update(closings, ["certificate"])
    _tell(rows, printed)
    if rows:
        journal.write("certificates.issue", "mission", rows[0].pk, by=by, on=on, permission=P.CERTIFICATES_ISSUE,
                      rows=[row.pk for row in rows])  # fmt: skip
    return printed


def _check_closed(missions: Sequence[Mission], closings: Sequence[Closing]) -> None:
    standing = {c.mission_id for c in closings if c.certificate and not c.certificate.revoked_on}
    for mission in missions:
        if mission.state != MissionState.CLOSED:
            raise Refusal(
                "not_closed",
                _("La mission %(number)s n’est pas close : complétez sa fiche de clôture.")
                % {"number": mission.number},
            )
        if mission.pk in standing:
            raise Refusal(
                "certificate_known",
                _("L’attestation de la mission %(number)s est déjà délivrée.") % {"number": mission.number},
            )


def _tell(missions: Sequence[Mission], certificates: Sequence[Document]) -> None:
    queue_many(
        [{"to": m.person.phone, "key": f"certificate_ready:{d.number}", "about": f"mission {m.pk}",
          "context": {"number": d.number, "code": d.data["verification"]["code"]}}
         for m, d in zip(missions, certificates, strict=True)],
        channel="sms", template="certificate_ready",
    )  # fmt: skip
