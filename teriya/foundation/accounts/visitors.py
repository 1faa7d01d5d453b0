"""Who is behind a request: its session, its account and the acts in force, in two written questions."""

from typing import Any

from allauth.account import auth_backends
from django.contrib.sessions.backends import db
from django.utils import timezone

from teriya.foundation.accounts.models import Appointment, User, titles_first
from teriya.foundation.core.written import columns, made, rows

SESSION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
ACCOUNT = f"""SELECT {columns(User, "account")}, {columns(Appointment, "act")},
ARRAY(SELECT place_id FROM accounts_appointment_communes WHERE appointment_id = act.id)
FROM accounts_user account
LEFT JOIN accounts_appointment act ON act.user_id = account.id AND since <= %s AND (until IS NULL OR until >= %s)
WHERE account.id = %s"""  # noqa: S608 the names of our own columns
WIDTH = len(User._meta.concrete_fields)


class SessionStore(db.SessionStore):
    """Sessions in the database, as Django keeps them."""

    def load(self) -> dict[str, Any]:
        found = rows(SESSION, self.session_key, timezone.now()) if self.session_key.isalnum() else []
        if not found:
            self._session_key = None
            return {}
        return self.decode(found[0][0])


class Accounts(auth_backends.AuthenticationBackend):
    """The doors are allauth's; the account of a session comes with its acts in force."""

    def get_user(self, user_id: int) -> User | None:
        today = timezone.localdate()
        found = rows(ACCOUNT, today, today, user_id)
        if not found:
            return None
        user = made(User, found[0][:WIDTH])
        user.appointments = titles_first(_act(row[WIDTH:-1], row[-1]) for row in found if row[WIDTH])
        return user if self.user_can_authenticate(user) else None


def _act(values: tuple, places: list[int]) -> Appointment:
    act = made(Appointment, values)
    act.places = places
    return act
