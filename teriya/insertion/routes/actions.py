"""What becomes of a volunteer, by whoever knows it; what was handed over at the end. Corrected by a new version only."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal
from teriya.insertion.routes import policies
from teriya.insertion.routes.models import Handover, Situation
from teriya.insertion.routes.queries import OVER
from teriya.insertion.routes.states import Kind, Source
from teriya.partnerships.agreements.models import Agreement
from teriya.people.models import Person
from teriya.service.missions.models import Mission


@transaction.atomic
def record(
    *, person: Person, mission: Mission | None, route: str, since: date, source: str, by: Actor, on: date, detail: str = "",
    until: date | None = None, evidence: str = "", proof: UploadedFile | None = None,
) -> Situation:  # fmt: skip
    """Keep the route of a person since a day, as its source says it; proven where `evidence` names the paper.

    Refuses `route_unknown`, `not_for_a_host`, `mission_of_another`, `mission_not_ended`, `since_to_come`, `before_mission`
    for the word of a host, `ends_before`, `after_death`, `evidence_missing` for a file without its kind.
    """
    person = person.merged_into or person
    policies.require_voice(by, person, mission, source)
    require_date(by, on)
    policies.require_route_of(source, policies.route_of(route))
    policies.require_mission_of(person, mission)
    row = Situation(person=person, mission=mission, route=route, detail=detail.strip(), since=since, until=until, source=source,
                    evidence=evidence, recorded_on=on, recorded_by_id=by.id)  # fmt: skip
    return _keep(row, proof, by)


@transaction.atomic
def correct(
    *, situation: Situation, why: str, by: Actor, on: date, proof: UploadedFile | None = None, **changes: Any
) -> Situation:
    """A new version of a situation, with the reason: `changes` are its fields; `is_struck=True` where it was written in error.

    Refuses `already_corrected`, `reason_required`, and what `record`
    refuses.
    """
    Person.objects.select_for_update().get(pk=situation.person_id)
    old = Situation.objects.select_related("person", "mission__host").get(pk=situation.pk)
    _require_corrector(by, old)
    require_date(by, on)
    _require_last(old, why)
    kept = {
        name: getattr(old, name)
        for name in ("person", "mission", "route", "detail", "since", "until", "source", "evidence", "proof")
    }
    row = Situation(**kept | changes, replaces=old, why=why.strip(), recorded_on=on, recorded_by_id=by.id)
    policies.require_route_of(row.source, policies.route_of(row.route))
    return _keep(row, proof, by)


def _require_corrector(by: Actor, old: Situation) -> None:
    """Each corrects the own word, by the survey that told it too; who records for the commune corrects every one."""
    source = old.source
    if by.may(P.ROUTES_RECORD, commune=policies.commune_of(old.person, old.mission)):
        source = Source.AGENT
    elif source == Source.SURVEY and by.id:
        source = Source.VOLUNTEER
    policies.require_voice(by, old.person, old.mission, source)


def _require_last(old: Situation | Handover, why: str) -> None:
    if type(old).objects.filter(replaces=old).exists() or old.is_struck:
        raise Refusal("already_corrected", _("Cette ligne est déjà corrigée : corrigez la dernière version."))
    if not why.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="why")


def _keep(row: Situation, proof: UploadedFile | None, by: Actor) -> Situation:
    """Check its days, write it with its paper, tell the journal."""
    if row.since > row.recorded_on:
        raise Refusal("since_to_come", _("Une situation se note une fois commencée."), field="since")
    if row.source == Source.HOST and row.mission and row.since < (row.mission.started_on or row.mission.period.lower):
        raise Refusal("before_mission", _("Sa mission n’avait pas commencé ce jour-là : vérifiez la date."), field="since")  # fmt: skip
    if row.until and row.until < row.since:
        raise Refusal("ends_before", _("Le dernier jour est avant le premier."), field="until")
    if row.person.died_on and row.since > row.person.died_on:
        raise Refusal("after_death", _("Cette personne est décédée : rien ne se note après ce jour."), field="since")
    if proof and not row.evidence:
        raise Refusal("evidence_missing", _("Dites quelle pièce vous joignez."), field="evidence")
    if proof:
        row.proof = documents.keep(file=proof, kind=row.evidence, subject="person_route", subject_id=row.person.pk, by=by, on=row.recorded_on)  # fmt: skip
    row.save()
    verb = "correct" if row.replaces_id else "record"
    journal.write(f"routes.{verb}", "person", row.person_id, by=by, on=row.recorded_on, reason=row.why, permission=P.ROUTES_RECORD,
                  situation=row.pk, source=row.source)  # fmt: skip
    return row


@transaction.atomic
def hand_over(
    *, mission: Mission, kind: str, what: str, given_on: date, by: User, on: date, amount: int | None = None,
    agreement: Agreement | None = None,
) -> Handover:  # fmt: skip
    """Write what was given at the end of a mission, on a day, and the agreement that pays it. Refuses `mission_not_ended`, `value_missing`."""
    row = Handover(mission=mission, kind=Kind(kind), what=what.strip(), amount=amount, agreement=agreement,
                   given_on=given_on, recorded_on=on, recorded_by_id=by.pk)  # fmt: skip
    return _give(row, by)


@transaction.atomic
def correct_handover(*, handover: Handover, why: str, by: User, on: date, **changes: Any) -> Handover:
    """A new version of what was written, with the reason; `is_struck=True` where nothing was given."""
    Mission.objects.select_for_update().get(pk=handover.mission_id)
    old = Handover.objects.select_related("mission__person", "mission__host").get(pk=handover.pk)
    _require_last(old, why)
    kept = {name: getattr(old, name) for name in ("mission", "kind", "what", "amount", "agreement", "given_on")}
    return _give(Handover(**kept | changes, replaces=old, why=why.strip(), recorded_on=on, recorded_by_id=by.pk), by)


def _give(row: Handover, by: User) -> Handover:
    mission = row.mission
    policies.require_voice(by, mission.person, mission, "agent")
    require_date(by, row.recorded_on)
    if mission.state not in OVER and not row.is_struck:
        raise Refusal(
            "mission_not_ended", _("Cette mission n’est pas terminée : dites la suite après sa fin."), field="mission"
        )
    if row.given_on > row.recorded_on:
        raise Refusal("since_to_come", _("Ce qui n’est pas encore remis ne s’écrit pas."), field="given_on")
    if (row.kind == Kind.REFERRAL) != (row.amount is None):
        raise Refusal(
            "value_missing", _("Écrivez la somme ou la valeur ; une orientation n’en a pas."), field="amount"
        )
    row.save()
    journal.write("routes.hand_over", "mission", mission.pk, by=by, on=row.recorded_on, reason=row.why, permission=P.ROUTES_RECORD,
                  handover=row.pk, kind=str(row.kind), amount=row.amount)  # fmt: skip
    return row
