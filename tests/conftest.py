"""The house's tests: a real PostgreSQL of their own, two database roles, warnings as errors, the network shut."""

import html
import math
import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from django.urls import reverse
from django.utils import translation
from hypothesis import settings

from config.postgres import APPLICATION
from teriya.foundation.accounts.models import Appointment
from teriya.foundation.rules import queries as rules
from tests.cast import assemble, settle
from tests.doorway import Doorway
from tests.scenes import make_stage

settings.register_profile("teriya", deadline=None)  # no test hangs on the speed of the machine
settings.load_profile("teriya")


_in_memory: dict[str, Any] = {}  # the rules of the pack, once the database is made


def _log_in_as(dsn: str) -> None:
    parts = urlsplit(dsn)
    connections["default"].close()
    connections["default"].settings_dict |= {"USER": parts.username, "PASSWORD": unquote(parts.password)}


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker) -> Iterator[None]:
    """The owner makes the test database; tests then use it as the application does, with its rights only."""
    with django_db_blocker.unblock():
        _log_in_as(os.environ["TERIYA_TEST_OWNER"])
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
        _log_in_as(os.environ["DATABASE_URL"])
        call_command("load_pack", "tg", verbosity=0)  # every test lives in Togo
        rules.terms("commitment")
        _in_memory["rules"] = rules._kept
        settle()  # with the same people
        with _connected("TERIYA_TEST_ADMIN", connections["default"].settings_dict["NAME"]) as admin:
            make_stage(admin, APPLICATION)
    yield
    with django_db_blocker.unblock():
        _log_in_as(os.environ["TERIYA_TEST_OWNER"])
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def _rules_are_read_when_they_change() -> Iterator[None]:
    """And not every ten seconds: a test that counts questions would count two more on a slow machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "_LOOK_AGAIN", math.inf)
        yield


@pytest.fixture(autouse=True)
def _rules_of_the_pack(monkeypatch) -> None:
    """Each test begins with those of the pack in memory, whatever the one before changed."""
    monkeypatch.setattr(rules, "_kept", _in_memory.get("rules"))


@pytest.fixture
def own_database(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A copy of the test database for this test alone, where commits stay and threads see them; dropped afterwards.

    A thread of the test closes its connection before it ends: a database in use is neither copied nor dropped.
    """
    connection = connections["default"]
    shared = {key: connection.settings_dict[key] for key in ("NAME", "CONN_MAX_AGE")}
    with django_db_blocker.unblock():
        connection.close()
        own = f"{shared['NAME']}_own"
        _as_owner(f"DROP DATABASE IF EXISTS {own}", f"CREATE DATABASE {own} TEMPLATE {shared['NAME']}")
        connection.settings_dict |= {"NAME": own, "CONN_MAX_AGE": 0}
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict |= shared
            _as_owner(f"DROP DATABASE {own}")


def _as_owner(*statements: str) -> None:
    with _connected("TERIYA_TEST_OWNER") as owner:
        for statement in statements:
            owner.execute(statement)


def _connected(name: str, database: str | None = None) -> psycopg.Connection:
    return psycopg.connect(os.environ[name], autocommit=True, **{"dbname": database} if database else {})


@pytest.fixture
def a_database(request) -> None:
    """The test’s own where it asks for one, else the one that every test leaves as it found it."""
    request.getfixturevalue("own_database" if "own_database" in request.fixturenames else "db")


@pytest.fixture
def cast(a_database):
    return assemble()


@pytest.fixture
def nobody_yet(a_database):
    """An installation where nobody is anything."""
    Appointment.objects.all().delete()


@pytest.fixture
def client() -> Client:
    return Doorway()


@pytest.fixture
def browse(client, request) -> Callable[..., str]:
    """A page of the room whose folder the test stands in, as people read it; without a user, as whoever came last."""

    def page(user, route: str, *args, **asked) -> str:
        if user:
            client.force_login(user)
        answer = client.get(reverse(f"{request.path.parent.name}:{route}", args=args), asked, follow=True)
        assert answer.status_code == 200
        return html.unescape(answer.content.decode()).replace("\u202f", " ").replace("\u00a0", " ")

    return page


@pytest.fixture
def send(client, request) -> Callable[..., int]:
    """A form of that room, filled and sent: the status of the answer."""

    def post(user, route: str, *args, **typed) -> int:
        client.force_login(user)
        address = reverse(f"{request.path.parent.name}:{route}", args=args)
        return client.post(address, {"receipt": uuid4()} | typed).status_code

    return post


@pytest.fixture(autouse=True)
def in_french() -> Iterator[None]:
    """A page asked in English by one test leaves the next one its French."""
    with translation.override("fr"):
        yield
