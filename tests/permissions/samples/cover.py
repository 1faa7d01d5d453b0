"""A volunteer of Haho 1 declared to the health scheme, with a child."""

from datetime import date

from django.test import override_settings

from teriya.foundation.core.periods import Month
from teriya.service.cover import actions
from tests.cast import Cast
from tests.factories.missions import make_missions

ON = date(2024, 4, 2)


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    [mission] = make_missions(cast)
    row = actions.declare(scheme="health", month=Month(2024, 3), payer="agency", by=cast.awa, on=ON)
    child = actions.add_dependant(person=mission.person, kin="child", family="KOUDJO", given="Abra", birth_on=date(2015, 6, 1),
                                  paper="Naissance n° 12", by=cast.yao, on=ON)  # fmt: skip
    return {
        "cover:declare": {"scheme": "health", "month": "2024-03"},
        "cover:declaration": {"pk": row.pk},
        "cover:declaration_file": {"pk": row.pk},
        "cover:numbers": {"scheme": "health"},
        "cover:family": {"matricule": mission.person.matricule},
        "cover:end": {"pk": child.pk},
    }
