"""Missions between peers, their reports, and the framework agreement signed in ink."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.exchange.relations.models import Framework, PeerMission
from teriya.exchange.relations.states import FRAMEWORK_LIFE
from teriya.exchange.wire.models import Agency
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal


@transaction.atomic
def record_mission(
    *, agency: Agency, is_out: bool, starts_on: date, ends_on: date, place: str, who: str, aims: str, by: User, on: date,
) -> PeerMission:  # fmt: skip
    """A mission that is planned or was made. Refuses `ends_before`."""
    require(by, P.RELATIONS_KEEP)
    require_date(by, on)
    if ends_on < starts_on:
        raise Refusal("ends_before", _("La mission finit avant de commencer."), field="ends_on")
    row = PeerMission.objects.create(
        agency=agency, is_out=is_out, starts_on=starts_on, ends_on=ends_on, place=place.strip(), who=who.strip(), aims=aims.strip(),
        by_id=by.pk, on=on,
    )  # fmt: skip
    journal.write("relations.record_mission", "peer_mission", row.pk, by=by, on=on, permission=P.RELATIONS_KEEP)
    return row


@transaction.atomic
def report_mission(
    *, mission: PeerMission, findings: str, follow_up: str, report: UploadedFile | None = None, by: User, on: date
) -> PeerMission:
    """What was seen and what comes of it, once the mission is over; written once. Refuses `not_over` and `already_reported`."""
    require(by, P.RELATIONS_KEEP)
    require_date(by, on)
    row = PeerMission.objects.select_for_update().get(pk=mission.pk)
    if row.reported_on:
        raise Refusal("already_reported", _("Le rapport de cette mission est déjà écrit."))
    if on < row.ends_on:
        raise Refusal("not_over", _("La mission n’est pas finie : son rapport vient après."))
    row.findings, row.follow_up, row.reported_on = findings.strip(), follow_up.strip(), on
    if report:
        row.report = documents.keep(
            file=report, kind="mission_report", subject="peer_mission", subject_id=row.pk, by=by, on=on
        )
    row.save(update_fields=["findings", "follow_up", "reported_on", "report"])
    journal.write("relations.report_mission", "peer_mission", row.pk, by=by, on=on, permission=P.RELATIONS_KEEP)
    return row


@transaction.atomic
def prepare_framework(
    *, agency: Agency, title: str, aims: str, starts_on: date, ends_on: date | None, by: User, on: date
) -> Framework:
    """What the two agencies mean to sign. Refuses `ends_before`."""
    require(by, P.RELATIONS_KEEP)
    require_date(by, on)
    if ends_on and ends_on < starts_on:
        raise Refusal("ends_before", _("L’accord finit avant de commencer."), field="ends_on")
    row = Framework.objects.create(
        agency=agency, title=title.strip(), aims=aims.strip(), starts_on=starts_on, ends_on=ends_on, by_id=by.pk, on=on
    )
    journal.write("relations.prepare_framework", "framework", row.pk, by=by, on=on, permission=P.RELATIONS_KEEP)
    return row


@transaction.atomic
def sign_framework(
    *, framework: Framework, reference: str, signed_on: date, signed_at: str, signatories: str, paper: UploadedFile, by: User, on: date,
) -> Framework:  # fmt: skip
    """Record what was signed in ink, with the paper, which is the act: another person than who prepared it. Refuses `signed_later`."""
    row = _hold(framework)
    require_other_person(by, row.by_id)
    FRAMEWORK_LIFE.check("sign", row.state)
    if signed_on > on:
        raise Refusal("signed_later", _("La signature est dans l’avenir."), field="signed_on")
    row.reference, row.signed_on, row.signed_at = reference.strip(), signed_on, signed_at.strip()
    row.signatories, row.signed_by_id = signatories.strip(), by.pk
    row.paper = documents.keep(file=paper, kind="framework", subject="framework", subject_id=row.pk, by=by, on=on)
    row.save(update_fields=["reference", "signed_on", "signed_at", "signatories", "signed_by_id", "paper"])
    move(row, FRAMEWORK_LIFE, "sign", by=by, on=on)
    journal.write("relations.sign_framework", "framework", row.pk, by=by, on=on, permission=P.RELATIONS_DECIDE, paper=row.paper.sha256)  # fmt: skip
    return row


@transaction.atomic
def close_framework(*, framework: Framework, step: str, reason: str, by: User, on: date) -> Framework:
    """Drop what was prepared, or end what was signed; conventions under way keep their own period."""
    row = _hold(framework)
    move(row, FRAMEWORK_LIFE, step, by=by, on=on, reason=reason)
    journal.write(f"relations.{step}_framework", "framework", row.pk, by=by, on=on, reason=reason)
    return row


def _hold(framework: Framework) -> Framework:
    return Framework.objects.select_for_update(of=("self",)).get(pk=framework.pk)
