"""A browser that speaks to a WSGI application in this process: cookies, forms, what crossed the line."""

import io
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from importlib import import_module
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest
from django.test import override_settings

from teriya.foundation.accounts import sessions
from teriya.foundation.accounts.models import User

HOST = f"{settings.AGENCY}.localhost"


def site():
    """The product, whole."""
    return get_wsgi_application()


def bare():
    """Django with the middleware of a new project."""
    with override_settings(MIDDLEWARE=settings.BARE_MIDDLEWARE, SESSION_ENGINE="django.contrib.sessions.backends.db"):
        return get_wsgi_application()


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def size(self) -> int:
        """Bytes on the line: head and body."""
        return sum(len(name) + len(value) + 4 for name, value in self.headers) + 17 + len(self.body)


@dataclass
class Browser:
    application: object
    address: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)
    encodings: str = "gzip, deflate, br"

    def enter(self, user: User, by: str = settings.AUTHENTICATION_BACKENDS[0]) -> "Browser":
        """Hold a session as the doors leave it, second factor shown."""
        request = HttpRequest()
        request.session = import_module(settings.SESSION_ENGINE).SessionStore()
        request.session[SESSION_KEY] = str(user.pk)
        request.session[BACKEND_SESSION_KEY] = by
        request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        sessions.begin(request, door=sessions.PASSWORD, second_factor=True)
        request.session.save()
        self.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
        return self

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        token = self.cookies.setdefault(settings.CSRF_COOKIE_NAME, "x" * 32)
        return self._ask("POST", path, urlencode(fields | {"csrfmiddlewaretoken": token}).encode())

    def _ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        path, _, query = path.partition("?")
        told: list = []
        chunks = self.application(
            {
                "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "REMOTE_ADDR": self.address,
                "SERVER_NAME": HOST, "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": f"{HOST}:8000",
                "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
                "HTTP_ACCEPT_LANGUAGE": "fr", "HTTP_ACCEPT_ENCODING": self.encodings,
                "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body)),
                "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(), "wsgi.url_scheme": "http",
            },
            lambda status, headers: told.extend((status, headers)),
        )  # fmt: skip
        try:
            answer = Answer(int(told[0].split()[0]), told[1], b"".join(chunks))
        finally:
            chunks.close()
        for name, value in answer.headers:
            if name == "Set-Cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        return answer
