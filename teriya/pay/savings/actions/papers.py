"""The statement of savings on paper: numbered when it is asked for; asked again while nothing has moved, it is the same."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import letterhead
from teriya.foundation.documents.models import Document
from teriya.pay.allowances.queries import owner_of
from teriya.pay.savings import queries
from teriya.pay.savings.statements import as_paper, statement_of
from teriya.people.models import Person

_TOLD = ("movements", "held", "to_carry")  # what makes two statements the same


@transaction.atomic
def issue_statement(*, person: Person, by: User, on: date) -> Document:
    """The statement of one person, for whoever reads pay and for oneself."""
    if not queries.people_seen_by(by).filter(queries.records_of(person)).exists():
        raise NotAllowed("not_allowed", _("Votre rôle ou votre périmètre ne permet pas cette action."))
    owner = Person.objects.select_for_update(of=("self",)).get(pk=owner_of(person))
    data = letterhead() | as_paper(statement_of(owner), on)
    last = papers_of(owner).last()
    if last and all(last.data[key] == _as_kept(data[key]) for key in _TOLD):
        return last
    sheet = Sheet(owner.pk, data, owner.pk)
    return issue(kind="epargne", series="EPARGNE", subject="savings", sheet=sheet, by=by, on=on)


def papers_of(person: Person):
    return Document.objects.filter(kind="epargne", subject="savings", subject_id=owner_of(person)).order_by("pk")


def _as_kept(value):
    """As a document keeps it: days in ISO."""
    if isinstance(value, list):
        return [_as_kept(one) for one in value]
    if isinstance(value, dict):
        return {key: _as_kept(one) for key, one in value.items()}
    return value.isoformat() if isinstance(value, date) else value
