"""A month sent by the volunteer of a mission of Haho 1, whose host is Essi’s; one read for a sample."""

from datetime import date

from django.test import override_settings

from teriya.contribution.collection import actions
from teriya.contribution.collection import samples as drawing
from tests.cast import Cast
from tests.factories.collection import sent, validated
from tests.factories.missions import give_account, make_missions

MARCH, APRIL, ON = date(2024, 3, 1), date(2024, 4, 1), date(2024, 5, 5)


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    [mission] = make_missions(cast)
    give_account(mission, cast.kossi)
    read = validated(cast, mission, MARCH, {"hours_taught": 70})
    waiting = sent(mission, APRIL, {"hours_taught": 70}, on=ON)
    actions.attest(reports=[waiting], by=cast.essi, on=ON)
    sample = drawing.draw(
        first=MARCH, last=MARCH, size=1, seed="7", witnessed="Dés", verifier="INSEED", by=cast.issa, on=ON
    )
    numbered = {"year": 2024, "rank": sample.number[-6:]}
    found = {
        "count": {"pk": mission.pk}, "report": {"pk": read.pk}, "correct": {"pk": read.pk}, "decide": {"pk": waiting.pk}, "send_back": {"pk": waiting.pk},
        "chase": {"month": "2024-03"}, "blank": {"month": "2024-03"}, "sheet": {"code": "anc_visits"}, "sample": numbered, "sample_paper": numbered,
        "conclude": numbered, "found": numbered | {"pk": sample.drawn.get().pk},
    }  # fmt: skip
    return {f"collection:{route}": one for route, one in found.items()}
