from datetime import date, timedelta

import pytest
from django.utils import timezone

from teriya.service.missions.models import Mission
from tests.factories.collection import volunteer_of
from tests.factories.missions import make_missions
from tests.scenes import scene

LAST_MONTH: date = (timezone.localdate().replace(day=1) - timedelta(1)).replace(day=1)


@scene
def _serving(cast, count: int = 1) -> list[Mission]:
    """Primary teachers in service for half a year: what pages show is dated from today."""
    return make_missions(cast, count, starts_on=LAST_MONTH - timedelta(150))


@pytest.fixture
def serving(cast) -> Mission:
    [mission] = _serving(cast)
    volunteer_of(mission)
    return mission
