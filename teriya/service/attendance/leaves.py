"""A leave: asked for, advised on by the host, decided by the centre; withdrawn, or cut short by a return."""

from datetime import date, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.periods import between
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.states import move
from teriya.foundation.documents import actions as documents
from teriya.foundation.documents.models import Upload
from teriya.foundation.documents.queries import uploads
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.hosts.policies import require_outsider
from teriya.service.attendance import leave_checks as checks
from teriya.service.attendance import marks, notices, queries
from teriya.service.attendance.models import Leave
from teriya.service.attendance.policies import require_asker, require_duty
from teriya.service.attendance.states import LEAVE_LIFE, PENDING
from teriya.service.missions.models import Mission

PROOF = "justificatif"


@transaction.atomic
def ask_leave(
    *, mission: Mission, kind: str, first_day: date, last_day: date, by: User, on: date, why: str = "", paper: str = "",
    opinion: bool | None = None,
) -> Leave:  # fmt: skip
    """Ask for one's own leave, or for a volunteer who signed a `paper`: then `on` is the day on which it was received.

    `opinion`: the host's, when that paper bears it; without it the tutor learns by SMS that one is awaited.
    Refuses what the rules of the kind do not allow, each with its cure (`leave_checks`), and days that another leave holds
    (`leave_overlaps`).
    """
    require(by, P.LEAVES_ASK)
    require_date(by, on)
    [row] = Mission.objects.locked([mission])
    require_asker(by, row, paper=paper, on=on)
    rules = checks.check_request(row, kind, first_day, last_day, on=on)
    leave = Leave(mission=row, kind=kind, period=between(first_day, last_day), why=why.strip(), paper=paper.strip(), is_paid=rules.is_paid,
                  asked_by_id=by.pk, asked_on=on)  # fmt: skip
    _save_new(leave)
    journal.write("attendance.ask_leave", "leave", leave.pk, by=by, on=on, permission=P.LEAVES_ASK, reason=paper)
    if opinion is not None:
        return advise_leave(leave=leave, is_favourable=opinion, paper=paper, by=by, on=on)
    notices.leave_asked(leave)
    return leave


def _save_new(leave: Leave) -> None:
    try:
        with transaction.atomic():
            leave.save()
    except IntegrityError as error:
        if "leaves_do_not_overlap" not in str(error):
            raise
        other = Leave.objects.standing().filter(mission=leave.mission, period__overlap=leave.period).first()
        words = {"first": f"{other.first_day:%d/%m/%Y}", "last": f"{other.last_day:%d/%m/%Y}"} if other else {}
        sentence = _("Un congé est déjà demandé du %(first)s au %(last)s : choisissez d’autres jours, ou retirez-le.")
        raise Refusal("leave_overlaps", sentence % words, field="first_day") from error


@transaction.atomic
def add_proof(*, leave: Leave, file: UploadedFile, by: User, on: date) -> Upload:
    """Keep a certificate, until the centre has decided; whoever asked, or the volunteer, or an agent of the centre."""
    row = _locked(leave)
    require_asker(by, row.mission, paper=row.paper or "-", on=on)
    if row.state not in PENDING:
        raise Refusal("leave_decided", _("Le centre a déjà décidé de ce congé."))
    return documents.keep(file=file, kind=PROOF, subject="leave", subject_id=row.pk, by=by, on=on)


@transaction.atomic
def advise_leave(*, leave: Leave, is_favourable: bool, by: User, on: date, advice: str = "", paper: str = "") -> Leave:
    """The host's opinion, by who attests its presences; an agent of the centre who holds the signed paper gives its number."""
    row = _locked(leave)
    step, permission = ("advise_on_paper", P.PRESENCE_RECORD) if paper else ("advise", P.PRESENCE_ATTEST)
    _require_not_own(by, row)
    require_duty(by, [row.mission], "presence_attested_by", permission, on=on, or_centre=bool(paper))
    row.is_favourable, row.advice, row.advised_by_id, row.advised_on = is_favourable, advice.strip(), by.pk, on
    row.save(update_fields=["is_favourable", "advice", "advised_by_id", "advised_on"])
    move(row, LEAVE_LIFE, step, by=by, on=on, reason=paper)
    journal.write(f"attendance.{step}", "leave", row.pk, by=by, on=on, permission=permission)
    return row


@transaction.atomic
def approve_leave(*, leave: Leave, by: User, on: date, why: str = "") -> Leave:
    """Grant it for the centre: neither who asked nor who advised, nobody of the host. A month already begun takes its past days at once.

    Without the host's opinion, once its time is over (`advice_awaited` before), with the reason. Refuses `proof_missing`, and
    what the rules no longer allow.
    """
    row = _for_decision(leave, by, on)
    checks.check_standing(row)
    if row.state == "asked":
        checks.require_advice_over(row, on)
    _decide(row, "approve_unadvised" if row.state == "asked" else "approve", by, on, why)
    _fill_recorded_months(row, by, on)
    notices.leave_decided(row)
    return row


def _fill_recorded_months(leave: Leave, by: User, on: date) -> None:
    """Its working days so far, on the months that somebody has begun to record; the others take them when they are recorded."""
    last = min(leave.last_day, on)
    if last < leave.first_day:
        return
    begun = set(leave.mission.sheets.values_list("month", flat=True))
    away = queries.leave_days([leave.mission], leave.first_day, last)[leave.mission_id]
    worked = [day for day in queries.open_days(leave.first_day, last) if day.replace(day=1) in begun]
    if worked:
        marks.write({leave.mission_id: {day: away[day] for day in worked}}, [leave.mission], by_id=by.pk)


@transaction.atomic
def refuse_leave(*, leave: Leave, why: str, by: User, on: date) -> Leave:
    """Refuse it for the centre, with the reason that the volunteer reads."""
    row = _for_decision(leave, by, on)
    if not why.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="why")
    _decide(row, "refuse", by, on, why)
    notices.leave_decided(row)
    return row


def _for_decision(leave: Leave, by: User, on: date) -> Leave:
    row = _locked(leave)
    _require_not_own(by, row)
    require_other_person(by, row.asked_by_id, row.advised_by_id)
    require_outsider(by, {row.mission.host_id})
    require_duty(by, [row.mission], "presence_confirmed_by", P.PRESENCE_CONFIRM, on=on)
    return row


def _decide(row: Leave, step: str, by: User, on: date, why: str) -> None:
    LEAVE_LIFE.check(step, row.state)
    row.answer, row.decided_by_id, row.decided_on = why.strip(), by.pk, on
    row.save(update_fields=["answer", "decided_by_id", "decided_on"])
    move(row, LEAVE_LIFE, step, by=by, on=on, reason=why)
    journal.write(f"attendance.{step}_leave", "leave", row.pk, by=by, on=on, permission=P.PRESENCE_CONFIRM, reason=why)


@transaction.atomic
def withdraw_leave(*, leave: Leave, by: User, on: date) -> Leave:
    """Give it up: the volunteer, or who keyed the paper; one that is granted, until it begins (`leave_begun` after)."""
    row = _locked(leave)
    if by.pk not in (row.asked_by_id, row.mission.person.account_id):
        raise NotAllowed("not_your_leave", _("Le volontaire retire sa demande, ou la personne qui l’a saisie."))
    if row.state == "approved" and row.first_day <= on:
        raise Refusal("leave_begun", _("Ce congé a commencé : votre tuteur ou votre centre enregistre votre retour."))
    move(row, LEAVE_LIFE, "withdraw", by=by, on=on)
    journal.write("attendance.withdraw_leave", "leave", row.pk, by=by, on=on, permission=P.LEAVES_ASK)
    return row


@transaction.atomic
def shorten_leave(*, leave: Leave, back_on: date, by: User, on: date) -> Leave:
    """Back at work on `back_on`, before the last day foreseen: the days not taken return to the balance, and are to be marked."""
    row = _locked(leave)
    _require_not_own(by, row)
    require_duty(by, [row.mission], "presence_recorded_by", P.PRESENCE_RECORD, on=on, or_centre=True)
    LEAVE_LIFE.check("shorten", row.state)
    if not row.first_day < back_on <= row.last_day:
        raise Refusal(
            "back_outside_leave",
            _("Le retour est entre le %(second)s et le %(last)s ; avant, la demande se retire.")
            % {"second": f"{row.first_day + timedelta(1):%d/%m/%Y}", "last": f"{row.last_day:%d/%m/%Y}"},
            field="back_on",
        )
    if back_on > on:
        raise Refusal("back_in_future", _("Un retour s’enregistre une fois qu’il a eu lieu."), field="back_on")
    marks.clear(row.mission, [back_on + timedelta(n) for n in range((row.last_day - back_on).days + 1)])
    row.period, row.back_on = between(row.first_day, back_on - timedelta(1)), back_on
    row.save(update_fields=["period", "back_on"])
    move(row, LEAVE_LIFE, "shorten", by=by, on=on)
    journal.write("attendance.shorten_leave", "leave", row.pk, by=by, on=on, permission=P.PRESENCE_RECORD)
    return row


def proofs(leave: Leave) -> list[Upload]:
    return list(uploads("leave", [leave.pk]).filter(kind=PROOF))


def _locked(leave: Leave) -> Leave:
    """The mission first, as every action that counts its days."""
    [mission] = Mission.objects.locked([leave.mission])
    row = Leave.objects.select_for_update(of=("self",)).get(pk=leave.pk)
    row.mission = mission
    return row


def _require_not_own(by: User, leave: Leave) -> None:
    if leave.mission.person.account_id == by.pk:
        raise NotAllowed("own_leave", _("Personne ne décide de son propre congé."))
