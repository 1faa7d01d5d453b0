"""A month of indicators: sent by who counted, attested by the host, validated by the regional centre. A correction is another version."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from teriya.contribution.collection import checks, notices, policies
from teriya.contribution.collection.checks import Counted, Counts
from teriya.contribution.collection.models import Report, Value
from teriya.contribution.collection.samples import conclude, draw, record_found
from teriya.contribution.collection.states import REPORT_LIFE, Channel, ReportState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move_all
from teriya.foundation.journal import actions as journal
from teriya.service.missions.models import Mission
from teriya.service.missions.queries import with_whereabouts

__all__ = [
    "Counted", "attest", "conclude", "correct", "decline", "draw", "record_found", "send", "send_back", "send_many", "validate",
]  # fmt: skip


def send(
    *,
    mission: Mission,
    month: date,
    counts: Counts,
    by: User,
    on: date,
    said: str = "",
    channel: str = Channel.VOLUNTEER,
) -> Report:
    """Send what a mission counted in a month (its first day); see `send_many`."""
    return send_many(rows=[Counted(mission, month, counts, said)], channel=channel, by=by, on=on)[0]


@transaction.atomic
def send_many(*, rows: Sequence[Counted], channel: str, by: User, on: date) -> list[Report]:
    """Send months that are over and have no report. A doubtful count, or none at all, needs its sentence.

    All or nothing: refuses what `checks.judge` refuses in one of them.
    """
    rows = _locked_missions(rows)
    policies.require_sender(by, [row.mission for row in rows], channel, on)
    return _write(rows, channel, by, on)


@transaction.atomic
def correct(
    *, report: Report, counts: Counts, why: str, by: User, on: date, said: str = "", channel: str = Channel.VOLUNTEER
) -> Report:
    """Another version of a validated report, with the reason. The former counts until this one is validated in its turn.

    Refuses `not_validated`, `reason_required`, and what `checks.judge` refuses.
    """
    rows = _locked_missions([Counted(report.mission, report.month, counts, said)])
    former = Report.objects.get(pk=report.pk)
    policies.require_sender(by, [rows[0].mission], channel, on)
    if former.state != ReportState.VALIDATED:
        raise Refusal("not_validated", _("Seul un relevé validé se corrige ainsi."))
    if not why.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="why")
    return _write(rows, channel, by, on, corrects=former, why=why.strip())[0]


@transaction.atomic
def attest(*, reports: Sequence[Report], by: User, on: date) -> list[Report]:
    """Attest months as counted: the tutor, or an officer of the host, who has seen the register."""
    rows = _locked(reports)
    policies.require_attester(by, rows, on)
    _sign(rows, "attested", by, on)
    move_all(rows, REPORT_LIFE, "attest", by=by, on=on)
    _journal("attest", rows, by, on, P.INDICATORS_ATTEST)
    return rows


@transaction.atomic
def validate(*, reports: Sequence[Report], by: User, on: date, register_seen: str = "") -> list[Report]:
    """Make months count, for the centre. What a correction replaces stops counting the same day, in the same transaction.

    Past the days of its host, a report is validated unattested on the register itself: `register_seen` says which.
    Refuses `host_has_time`, and what `policies.require_validator` refuses.
    """
    rows = _locked(reports)
    policies.require_validator(by, rows, on)
    unattested = [row for row in rows if row.state == ReportState.SENT] if register_seen.strip() else []
    policies.require_silence(unattested, on)
    attested = [row for row in rows if row not in unattested]
    _replace([row.replaces for row in rows if row.replaces], by, on)
    _sign(rows, "validated", by, on)
    move_all(attested, REPORT_LIFE, "validate", by=by, on=on)
    if unattested:
        move_all(unattested, REPORT_LIFE, "validate_unattested", by=by, on=on, reason=register_seen.strip())
    Value.objects.filter(report__in=rows).update(validated_on=on)
    _journal("validate", rows, by, on, P.INDICATORS_VALIDATE, reason=register_seen.strip())
    return rows


@transaction.atomic
def send_back(*, report: Report, why: str, by: User, on: date) -> Report:
    """The centre returns a month to be counted again, with the reason, told to the volunteer."""
    [row] = _locked([report])
    policies.require_validator(by, [row], on)
    return _return(row, "send_back", why, by, on)


@transaction.atomic
def decline(*, report: Report, why: str, by: User, on: date) -> Report:
    """The host does not attest a month, and says why to the volunteer."""
    [row] = _locked([report])
    policies.require_attester(by, [row], on)
    return _return(row, "decline", why, by, on)


def _return(row: Report, step: str, why: str, by: User, on: date) -> Report:
    move_all([row], REPORT_LIFE, step, by=by, on=on, reason=why.strip())
    journal.write(
        f"collection.{step}",
        "indicators",
        row.pk,
        by=by,
        on=on,
        reason=why.strip(),
        permission=REPORT_LIFE.steps[step].permission,
    )
    transaction.on_commit(lambda: notices.returned(row, why.strip()))
    return row


def _replace(formers: Sequence[Report], by: User, on: date) -> None:
    rows = _locked(formers)
    if any(row.validated_on and row.validated_on > on for row in rows):
        raise Refusal("before_former", _("Une correction ne compte pas avant ce qu’elle corrige."), field="on")
    move_all(rows, REPORT_LIFE, "replace", by=by, on=on)
    Value.objects.filter(report__in=rows).update(superseded_on=on)


def _locked_missions(rows: Sequence[Counted]) -> list[Counted]:
    """The same rows, their missions locked and read with what the checks read."""
    missions = Mission.objects.filter(pk__in=[row.mission.pk for row in rows])
    list(missions.select_for_update(no_key=True).order_by("pk"))
    known = {mission.pk: mission for mission in with_whereabouts(missions.select_related("person", "host", "form"))}
    return [Counted(known[row.mission.pk], row.month, row.counts, row.said) for row in rows]


def _locked(reports: Sequence[Report]) -> list[Report]:
    rows = Report.objects.select_for_update(of=("self",)).filter(pk__in=[report.pk for report in reports])
    return list(rows.select_related("mission__person__account", "mission__host", "replaces").order_by("pk"))


def _versions(rows: Sequence[Counted]) -> list[int]:
    """The number of each new version."""
    told = Report.objects.filter(mission__in=[row.mission for row in rows], month__in={row.month for row in rows})
    last = {
        (mission, month): version
        for mission, month, version in told.values_list("mission", "month").annotate(Max("version"))
    }
    return [last.get((row.mission.pk, row.month), 0) + 1 for row in rows]


def _write(
    rows: Sequence[Counted], channel: str, by: User, on: date, *, corrects: Report | None = None, why: str = ""
) -> list[Report]:
    """Check the rows, then write them all: the first one refused refuses all."""
    judged = checks.judge(rows, on, corrects=corrects is not None)
    for found in judged:
        if found.refusal:
            raise found.refusal
    reports = Report.objects.bulk_create(
        Report(mission=row.mission, month=row.month, version=version, replaces=corrects, why=why, channel=channel, said=row.said.strip(),
               doubts=[doubt._asdict() for doubt in found.doubts], sent_on=on, sent_by_id=by.pk)
        for row, version, found in zip(rows, _versions(rows), judged, strict=True)
    )  # fmt: skip
    Value.objects.bulk_create(
        Value(report=report, indicator=code, month=report.month, commune_id=commune, amount=amount, **cell._asdict())
        for report, row, commune in zip(reports, rows, checks.communes(rows), strict=True)
        for code, cells in checks.cells_of(row.counts).items()
        for cell, amount in cells.items()
    )  # fmt: skip
    permission = P.INDICATORS_SEND if channel == Channel.VOLUNTEER else P.INDICATORS_KEY
    _journal("correct" if corrects else "send", reports, by, on, permission, reason=why)
    return reports


def _sign(rows: Sequence[Report], what: str, by: User, on: date) -> None:
    for row in rows:
        setattr(row, f"{what}_on", on)
        setattr(row, f"{what}_by_id", by.pk)
    Report.objects.filter(pk__in=[row.pk for row in rows]).update(**{f"{what}_on": on, f"{what}_by_id": by.pk})


def _journal(verb: str, rows: Sequence[Report], by: User, on: date, permission: str, reason: str = "") -> None:
    if rows:
        journal.write(f"collection.{verb}", "indicators", rows[0].pk, by=by, on=on, reason=reason, permission=permission,
                      rows=[row.pk for row in rows])  # fmt: skip
