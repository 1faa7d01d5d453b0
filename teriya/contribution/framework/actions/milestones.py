"""What was done towards a target that no figure measures, with the paper that proves it."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.contribution.framework.models import Milestone, Target
from teriya.contribution.framework.states import ProgrammeState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.actions import keep
from teriya.foundation.journal import actions as journal


@transaction.atomic
def count_milestone(
    *,
    target: Target,
    count: int,
    what: str,
    reference: str,
    happened_on: date,
    by: User,
    on: date,
    proof: UploadedFile | None = None,
) -> Milestone:
    """Count something done for a target of the adopted PTBA. Refuses `is_measured`, `not_adopted`, `bad_dates`, `no_proof`."""
    require(by, P.FRAMEWORK_WRITE)
    require_date(by, on)
    row = (
        Target.objects.select_for_update(of=("self",)).select_related("activity__work_plan__letter").get(pk=target.pk)
    )
    if row.measure:
        raise Refusal("is_measured", _("Cette cible se lit dans les chiffres : rien ne s’y ajoute à la main."))
    if row.activity.work_plan.state != ProgrammeState.ADOPTED:
        raise Refusal("not_adopted", _("On compte sur la version adoptée du PTBA."))
    if happened_on > on or happened_on.year != row.activity.work_plan.letter.year:
        raise Refusal(
            "bad_dates", _("La réalisation est de l’année du PTBA, aujourd’hui au plus tard."), field="happened_on"
        )
    if count < 1 or not reference.strip():
        raise Refusal(
            "no_proof",
            _("Écrivez ce qui le prouve : procès-verbal, liste, convention, et son numéro."),
            field="reference",
        )
    made = Milestone.objects.create(target=row, count=count, what=" ".join(what.split()), reference=reference.strip(), happened_on=happened_on,
                                    on=on, by_id=by.pk)  # fmt: skip
    if proof:
        made.proof = keep(file=proof, kind="proof", subject="milestone", subject_id=made.pk, by=by, on=on)
        made.save(update_fields=["proof"])
    journal.write(
        "framework.count_milestone",
        "milestone",
        made.pk,
        by=by,
        on=on,
        permission=P.FRAMEWORK_WRITE,
        target=row.pk,
        count=count,
    )
    return made


@transaction.atomic
def withdraw_milestone(*, milestone: Milestone, reason: str, by: User, on: date) -> Milestone:
    """It no longer counts from today; reviews held before keep what they knew. Refuses `reason_required`, `withdrawn_already`."""
    require(by, P.FRAMEWORK_WRITE)
    require_date(by, on)
    row = Milestone.objects.select_for_update().get(pk=milestone.pk)
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="reason")
    if row.withdrawn_on:
        raise Refusal("withdrawn_already", _("Cette réalisation est déjà retirée."))
    row.withdrawn_on, row.withdrawn_because = on, reason.strip()
    row.save(update_fields=["withdrawn_on", "withdrawn_because"])
    journal.write(
        "framework.withdraw_milestone", "milestone", row.pk, by=by, on=on, reason=reason, permission=P.FRAMEWORK_WRITE
    )
    return row
