"""Papers that are printed: the text of a convention, and letters to an agency without the system."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teriya.exchange.relations import papers, queries
from teriya.exchange.relations.actions.drafting import hold
from teriya.exchange.relations.models import Convention, Letter, LetterFact
from teriya.exchange.relations.states import ConventionState
from teriya.exchange.wire.models import Agency
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.models import Document
from teriya.foundation.journal import actions as journal


@transaction.atomic
def print_convention(*, convention: Convention, by: User, on: date) -> Document:
    """The text of a version as a numbered paper, once: the same paper afterwards. Refuses `still_drafted`."""
    require(by, P.RELATIONS_KEEP)
    row = hold(convention)
    if row.state == ConventionState.DRAFTED:
        raise Refusal("still_drafted", _("Proposez d’abord cette version : un brouillon ne se signe pas."))
    return queries.text_of(row) or papers.issue_convention(row, by=by, on=on)


@transaction.atomic
def write_letter(*, agency: Agency, by: User, on: date) -> Letter:
    """All that we said to it and no letter told yet, but what may not leave today. Refuses `agency_speaks` and `nothing_to_tell`."""
    require(by, P.RELATIONS_KEEP)
    require_date(by, on)
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if agency.speaks:
        raise Refusal("agency_speaks", _("Cette agence a le système : nos messages lui parviennent."))
    facts = [fact for fact, why in queries.to_tell(agency, timezone.localdate()) if not why]
    if not facts:
        raise Refusal("nothing_to_tell", _("Rien de nouveau à lui dire, ou rien qui puisse partir."))
    letter = Letter.objects.create(agency=agency, by_id=by.pk, on=on)
    LetterFact.objects.bulk_create(LetterFact(letter=letter, fact=fact) for fact in facts)
    letter.document = papers.issue_letter(letter, facts, by=by, on=on)
    letter.save(update_fields=["document"])
    journal.write(
        "relations.write_letter",
        "agency_letter",
        letter.pk,
        by=by,
        on=on,
        permission=P.RELATIONS_KEEP,
        facts=len(facts),
    )
    return letter
