"""A session of Haho 1 with one person seated and called."""

from django.test import override_settings

from tests.cast import Cast
from tests.factories.missions import make_missions
from tests.factories.training import make_session


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    missions = make_missions(cast, until="prepared")
    session = make_session(cast, missions)
    one = {"pk": session.pk}
    return {
        "training:distribute": {"code": missions[0].wave.code},
        "training:move": {"pk": session.trainees.get().pk},
        "training:session": one,
        "training:timetable": one,
        "training:capacity": one,
        "training:seat": one,
        "training:convene": one,
        "training:postpone": one,
        "training:cancel": one,
        "training:paper": one | {"kind": "emargement"},
        "training:roll": one | {"day": session.from_on.isoformat(), "half": "am"},
        "training:marks": one | {"code": "volunteering"},
        "training:conclude": one,
        "training:certify": one,
    }
