"""A browser that comes in as the site's doors let people in."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.test import Client

from teriya.foundation.accounts import sessions


class Doorway(Client):
    """`force_login` leaves the session as the doors do: opened now, second factor shown."""

    def force_login(self, user: AbstractBaseUser, backend: str | None = None) -> None:
        super().force_login(user, backend)
        request = HttpRequest()
        request.session = self.session
        sessions.begin(request, door=sessions.PASSWORD, second_factor=True)
        request.session.save()
