"""The certificate of training (attestation de formation): sealed, and verified by its code as every paper."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.actions import issue_many
from teriya.foundation.documents.models import Document
from teriya.foundation.journal import actions as journal
from teriya.service.training import papers
from teriya.service.training.models import Trainee, TrainingSession
from teriya.service.training.policies import require_other_than_trained


@transaction.atomic
def issue_certificates(*, session: TrainingSession, by: User, on: date) -> list[Document]:
    """Attest the training of everybody who passed in this session and has no certificate yet. Refuses `nobody_to_certify`."""
    require(by, P.CERTIFICATES_ISSUE)
    require_date(by, on)
    row = TrainingSession.objects.locked(session.pk)
    waiting = row.trainees.select_for_update(of=("self",)).filter(state="passed", certificate=None)
    trainees: Sequence[Trainee] = list(
        waiting.select_related("mission__person__commune", "mission__offer__application", "mission__form")
        .prefetch_related("marks__module")
        .order_by("pk")
    )
    if not trainees:
        raise Refusal("nobody_to_certify", _("Tous ceux qui ont validé cette formation ont leur attestation."))
    require_other_than_trained(by, [one.mission for one in trainees])
    modules = {one.code: one for one in row.modules.all()}
    capacity = by.capacity(P.CERTIFICATES_ISSUE)
    sheets = [papers.certificate(row, one, modules, by, capacity, on) for one in trainees]
    printed = issue_many(kind="formation", series="ATT-FORMATION", subject="mission", sheets=sheets, by=by, on=on)
    for one, document in zip(trainees, printed, strict=True):
        one.certificate = document
    Trainee.objects.bulk_update(trainees, ["certificate"])
    journal.write("training.certify", "training", row.pk, by=by, on=on, permission=P.CERTIFICATES_ISSUE,
                  rows=[one.pk for one in trainees])  # fmt: skip
    return printed
