"""Making the note of a day, in one action."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.contribution.boards import papers
from teriya.contribution.boards.models import Note
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal

SUBJECT = "contribution_note"


@transaction.atomic
def make_note(*, as_of: date, by: User, on: date) -> Note:
    """Freeze what is known on a day, with its paper. The same numbers again give the note made before.

    Refuses `day_to_come`.
    """
    require(by, P.NOTES_MAKE)
    if as_of > on:
        raise Refusal("day_to_come", _("Une note dit ce qui est connu aujourd’hui, ou un jour passé."), field="au")
    facts = papers.facts(as_of)
    digest = papers.digest(facts)
    row, is_new = Note.objects.get_or_create(
        digest=digest, defaults={"as_of": as_of, "facts": facts, "by_id": by.pk, "on": on}
    )
    if is_new:
        sheet = documents.Sheet(row.pk, papers.paper(facts, made_by=str(by)))
        documents.issue(kind="note", series="NOTE", subject=SUBJECT, sheet=sheet, by=by, on=on)
        journal.write(
            "boards.make_note", SUBJECT, row.pk, by=by, on=on, permission=P.NOTES_MAKE, as_of=str(as_of), digest=digest
        )
    return row
