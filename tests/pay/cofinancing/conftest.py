from contextlib import contextmanager

import pytest
from django.db import transaction as database


@pytest.fixture(autouse=True)
def _the_past(settings):
    """These stories are told with their own dates, of 2024."""
    settings.TAKE_ON = True


@pytest.fixture
def transaction():
    """A transaction that leaves nothing behind: one a story of a property."""

    @contextmanager
    def one():
        with database.atomic():
            yield
            database.set_rollback(True)

    return one
