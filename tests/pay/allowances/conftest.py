import pytest

from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Term


@pytest.fixture(autouse=True)
def _the_past(settings):
    """These stories are told with their own dates, of 2024."""
    settings.TAKE_ON = True


@pytest.fixture
def two(db):
    """From 60 000 francs on, two persons order."""
    term = Term.objects.get(kind="chain")
    for step in term.facts["steps"]:
        if step["code"] == "order":
            step["signatures"] = [{"since": 0, "persons": 1}, {"since": 60_000, "persons": 2}]
    term.save(update_fields=["facts"])
    rules.forget()
