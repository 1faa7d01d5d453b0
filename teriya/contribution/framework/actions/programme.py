"""The life of a PTBA: a version is opened, submitted, sent back, adopted by the board."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.contribution.framework.actions.holding import hold_draft
from teriya.contribution.framework.models import Activity, MissionLetter, Target, WorkPlan
from teriya.contribution.framework.states import PROGRAMME_LIFE
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.documents.actions import keep
from teriya.foundation.journal import actions as journal


@transaction.atomic
def open_version(*, letter: MissionLetter, by: User, on: date) -> WorkPlan:
    """Begin a version of the year's PTBA; it starts as a copy of the one adopted, if any. Refuses `version_open`."""
    require(by, P.FRAMEWORK_WRITE)
    require_date(by, on)
    locked = MissionLetter.objects.select_for_update().get(pk=letter.pk)
    last = locked.work_plans.order_by("version").last()
    try:
        with transaction.atomic():
            row = WorkPlan.objects.create(letter=locked, version=last.version + 1 if last else 1, on=on, by_id=by.pk)
    except IntegrityError as error:
        raise Refusal("version_open", _("Une version de ce PTBA est déjà en préparation.")) from error
    if last:
        _copy(last, row)
    journal.write(
        "framework.open_version", "work_plan", row.pk, by=by, on=on, permission=P.FRAMEWORK_WRITE, version=row.version
    )
    return row


def _copy(source: WorkPlan, to: WorkPlan) -> None:
    targets = list(Target.objects.filter(activity__work_plan=source).select_related("activity").order_by("pk"))
    copies: dict[int, Activity] = {}
    for activity in source.activities.order_by("code"):
        old, activity.pk, activity.work_plan = activity.pk, None, to
        copies[old] = activity
    Activity.objects.bulk_create(copies.values())
    for target in targets:
        target.pk, target.activity = None, copies[target.activity_id]
    Target.objects.bulk_create(targets)


@transaction.atomic
def submit(*, work_plan: WorkPlan, by: User, on: date) -> WorkPlan:
    """Hand a version to the board. Refuses `no_activity`, and `no_target` naming the activity that has none."""
    row = hold_draft(work_plan.pk, by=by, on=on)
    if not row.activities.exists():
        raise Refusal("no_activity", _("Ce PTBA n’a aucune activité."))
    if bare := row.activities.filter(targets=None).order_by("code").first():
        raise Refusal("no_target", _("L’activité %(code)s n’a aucune cible.") % {"code": bare.code})
    row.submitted_on, row.submitted_by_id = on, by.pk
    row.save(update_fields=["submitted_on", "submitted_by_id"])
    return _turn(row, "submit", by=by, on=on)


@transaction.atomic
def send_back(*, work_plan: WorkPlan, reason: str, by: User, on: date) -> WorkPlan:
    row = _locked(work_plan)
    return _turn(row, "send_back", by=by, on=on, reason=reason)


@transaction.atomic
def adopt(
    *, work_plan: WorkPlan, session_on: date, minutes: str, by: User, on: date, scan: UploadedFile | None = None
) -> WorkPlan:
    """Record that the board adopted a version, by the day and the number of its minutes; the former version is replaced.

    Never who submitted it. Refuses `no_minutes`, `bad_dates` for a session to come or before the submission.
    """
    require(by, P.FRAMEWORK_ADOPT)
    require_date(by, on)
    row = _locked(work_plan)
    PROGRAMME_LIFE.check("adopt", row.state)
    require_other_person(by, row.submitted_by_id)
    if not minutes.strip():
        raise Refusal("no_minutes", _("Écrivez le numéro du procès-verbal du conseil."), field="minutes")
    if not row.submitted_on <= session_on <= on:
        raise Refusal(
            "bad_dates", _("Le conseil siège après la soumission, aujourd’hui au plus tard."), field="session_on"
        )
    for former in WorkPlan.objects.select_for_update().filter(letter=row.letter_id, state="adopted"):
        _turn(former, "replace", by=by, on=on)
    row.adopted_on, row.minutes, row.adopted_by_id = session_on, minutes.strip(), by.pk
    if scan:
        row.scan = keep(file=scan, kind="minutes", subject="work_plan", subject_id=row.pk, by=by, on=on)
    row.save(update_fields=["adopted_on", "minutes", "adopted_by_id", "scan"])
    return _turn(row, "adopt", by=by, on=on)


def _locked(work_plan: WorkPlan) -> WorkPlan:
    return WorkPlan.objects.select_for_update(of=("self",)).select_related("letter").get(pk=work_plan.pk)


def _turn(row: WorkPlan, step: str, *, by: User, on: date, reason: str = "") -> WorkPlan:
    move(row, PROGRAMME_LIFE, step, by=by, on=on, reason=reason)
    permission = PROGRAMME_LIFE.steps[step].permission
    journal.write(f"framework.{step}", "work_plan", row.pk, by=by, on=on, reason=reason, permission=permission)
    return row
