"""Studies: where they come from, how they were made, what they say of which indicator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.contribution.evidence.models import Finding, Study
from teriya.contribution.evidence.states import STUDY_LIFE
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal


@dataclass(frozen=True)
class NewFinding:
    """What the study says; `indicator`: a code of the catalogue, or nothing in particular."""

    says: str
    indicator: str = ""


@transaction.atomic
def enter_study(
    *, title: str, authors: str, dated: str, method: str, findings: Sequence[NewFinding], by: User, on: date, address: str = "",
    document: UploadedFile | None = None,
) -> Study:  # fmt: skip
    """Enter a study with its source. Refuses `source_missing` with neither address nor document, `nothing_said`, `study_known`."""
    require(by, P.STUDIES_ENTER)
    require_date(by, on)
    if not address and document is None:
        raise Refusal("source_missing", _("Donnez l’adresse de l’étude, ou joignez-la."), field="address")
    if not [one for one in findings if one.says.strip()]:
        raise Refusal("nothing_said", _("Écrivez ce que dit l’étude."), field="says")
    if Study.objects.filter(title=title.strip(), dated=dated.strip(), state__in=("recorded", "published")).exists():
        raise Refusal("study_known", _("Cette étude est déjà au registre."), field="title")
    row = Study.objects.create(title=title.strip(), authors=authors.strip(), dated=dated.strip(), address=address, method=method.strip(), by_id=by.pk, on=on)  # fmt: skip
    Finding.objects.bulk_create(Finding(study=row, indicator=one.indicator, says=one.says.strip()) for one in findings if one.says.strip())  # fmt: skip
    if document is not None:
        row.document = documents.keep(file=document, kind="study", subject="study", subject_id=row.pk, by=by, on=on)
        row.save(update_fields=["document"])
    journal.write("evidence.enter_study", "study", row.pk, by=by, on=on, title=row.title)
    return row


@transaction.atomic
def decide_study(*, study: Study, step: str, by: User, on: date, reason: str = "") -> Study:
    """Publish it, or not; never who entered it. A published one is withdrawn with the reason."""
    row = Study.objects.select_for_update().get(pk=study.pk)
    require(by, P.STUDIES_PUBLISH)
    if step != "withdraw":
        require_other_person(by, row.by_id)
    STUDY_LIFE.check(step, row.state)
    if step == "publish":
        Study.objects.filter(pk=row.pk).update(published_by_id=by.pk, published_on=on)
    move(row, STUDY_LIFE, step, by=by, on=on, reason=reason)
    journal.write(f"evidence.{step}_study", "study", row.pk, by=by, on=on, reason=reason)
    row.refresh_from_db()
    return row
