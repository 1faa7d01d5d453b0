import pytest


@pytest.fixture
def the_past(settings):
    """Stories told with their own dates, of 2024."""
    settings.TAKE_ON = True
