"""A member who offers help, and a prize that three jurors judged and Ama published."""

from django.test import override_settings

from teriya.insertion.alumni import actions
from tests.cast import Cast
from tests.factories.alumni import ON, make_prize, mark, member, seat
from tests.factories.routes import make_former


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    first, second = make_former(cast, 2)
    mentor = member(first, "Adjo", offers="Ouvrir une boulangerie")
    prize = make_prize(cast, [second])
    jury, nominee = seat(cast, prize), prize.nominees.get()
    for user in jury:
        mark(user, nominee, 20, 30, 20)
    actions.publish(prize=prize, by=cast.ama, on=ON)
    routes = ("prize", "record", "nominate", "seat_jury")
    return {f"alumni:{route}": {"pk": prize.pk} for route in routes} | {
        "alumni:ask": {"pk": mentor.pk}, "alumni:score": {"pk": nominee.pk}, "alumni:published": {"year": 2025},
    }  # fmt: skip
