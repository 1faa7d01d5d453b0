"""The house's tests: a real PostgreSQL of their own, two database roles, warnings as errors, the network shut."""

import os
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import pytest
from django.core.management import call_command
from django.db import connections

from tests.cast import assemble


def _log_in_as(dsn: str) -> None:
    parts = urlsplit(dsn)
    connections["default"].close()
    connections["default"].settings_dict |= {"USER": parts.username, "PASSWORD": unquote(parts.password)}


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    _log_in_as(os.environ["TERIYA_TEST_OWNER"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The owner makes the test database; tests then use it as the application does, with its rights only."""
    with django_db_blocker.unblock():
        _log_in_as(os.environ["DATABASE_URL"])
        call_command("load_pack", "tg", verbosity=0)  # every test lives in Togo
    yield
    with django_db_blocker.unblock():
        _log_in_as(os.environ["TERIYA_TEST_OWNER"])


@pytest.fixture
def cast(db):
    return assemble()
