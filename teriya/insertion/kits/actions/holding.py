"""What every action on a kit begins with."""

from datetime import date

from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import NotAllowed
from teriya.insertion.kits.models import Kit
from teriya.people.models import Person


def hold(kit: Kit, *, by: User, on: date, permission: P = P.KITS_KEEP) -> Kit:
    """The kit, locked, for who may act on it there; never on one's own."""
    row = Kit.objects.select_for_update(of=("self",)).select_related("lot", "person", "commune").get(pk=kit.pk)
    require(by, permission, commune=row.commune_id)
    require_date(by, on)
    if row.person:
        require_not_own(row.person, by)
    return row


def require_not_own(person: Person, by: User) -> None:
    if person.account_id == by.pk:
        raise NotAllowed("own_file", _("Ce kit est le vôtre : une autre personne doit agir."))
