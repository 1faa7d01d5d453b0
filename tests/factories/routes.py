"""A volunteer of Haho 1 whose year ended on 28 February 2025, and what is said of him since."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from teriya.insertion.routes import actions
from teriya.insertion.routes.models import Situation
from teriya.service.missions.models import Mission
from tests.cast import Cast
from tests.factories.missions import make_missions

ON = date(2025, 6, 2)


def make_former(cast: Cast, count: int = 1, **need: Any) -> list[Mission]:
    """Missions that ended at term."""
    return make_missions(cast, count, until="ended", **need)


def a_paper(name: str = "contrat.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n")


@override_settings(TAKE_ON=True)  # the acts of a story are dated in the past
def tell(
    cast: Cast, mission: Mission, route: str = "employed_other", since: date = date(2025, 5, 1), **values: Any
) -> Situation:
    """Yao notes what the volunteer of a mission becomes."""
    given = {"source": "agent", "by": cast.yao, "on": ON, "detail": "Boulangerie de Notsè"} | values
    return actions.record(person=mission.person, mission=mission, route=route, since=since, **given)
