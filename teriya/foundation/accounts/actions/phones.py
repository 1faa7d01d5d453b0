"""A lost telephone: the account goes on under another number."""

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.actions.closing import end_sessions
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.phones import e164
from teriya.foundation.core.actors import Actor
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.journal import actions as journal


@transaction.atomic
def move_phone(*, user: User, phone: str, by: Actor, reason: str, permission: str) -> User:
    """The account of somebody outside the staff goes to a new number; its sessions end, and the next code goes there.

    The calling action has checked its own `permission` and that no other account has this number.
    """
    row = User.objects.select_for_update().get(pk=user.pk)
    if row.is_staff_member:
        raise NotAllowed("staff_account", _("Le compte du personnel se change par l’administrateur."))
    row.phone, row.phone_verified = e164(phone), False
    row.save(update_fields=["phone", "phone_verified"])
    end_sessions(row)
    journal.write("accounts.move_phone", "account", row.pk, by=by, reason=reason, permission=permission)
    return row
