import pytest

from teriya.foundation.intake import kinds
from tests.foundation.intake import villages


@pytest.fixture(autouse=True)
def a_kind(monkeypatch):
    """The kind « villages », known for the time of a test, and its empty register."""
    monkeypatch.setitem(kinds.KINDS, "villages", villages.KIND)
    villages.REGISTER.clear()
