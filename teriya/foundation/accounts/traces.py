"""What the journal keeps of tries at the doors."""

import hashlib
import hmac

from django.conf import settings

from teriya.foundation.accounts.models import User
from teriya.foundation.journal import actions as journal


def trace(identifier: str) -> str:
    """What the journal keeps of an address or phone that nobody holds: the same one gives the same sign."""
    return hmac.new(settings.JOURNAL_KEY.encode(), identifier.encode(), hashlib.sha256).hexdigest()[:16]


def refused(user: User | None, *, identifier: str = "", by: str) -> None:
    """A failed try, in the journal, without the address or phone that was typed."""
    journal.write("accounts.sign_in_refused", "account", user.pk if user else trace(identifier), by=None, factor=by)
