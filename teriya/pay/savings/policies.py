"""Who may not: for oneself, and never two of the three hands of a refund."""

from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import NotAllowed
from teriya.people.models import Person


def require_not_own(person: Person, by: User) -> None:
    if person.account_id == by.pk:
        raise NotAllowed("own_file", _("Cette décision vous concerne : une autre personne doit agir."))
