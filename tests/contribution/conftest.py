import pytest


@pytest.fixture(autouse=True)
def _the_past(settings):
    """These stories are told with their own dates, of 2024 and 2025."""
    settings.TAKE_ON = True
