import pytest

from tests.foundation.offline.forms import marked


@pytest.fixture(autouse=True)
def marked_forms():
    with marked():
        yield
