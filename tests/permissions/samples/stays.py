"""Kossi’s stay in Burkina Faso, over, with its certificate signed by both."""

from datetime import timedelta

from django.utils import timezone

from tests.cast import Cast
from tests.exchange.conftest import meet
from tests.factories.stays import LENGTH, a_stay, arrive, certify, end


def samples(cast: Cast) -> dict[str, dict]:
    stay = end(arrive(a_stay(cast, meet("bf", "Programme national de volontariat du Burkina Faso", "BF").row)))
    certify(cast, stay)
    one, month = {"uid": stay.uid}, f"{timezone.localdate() - LENGTH + timedelta(31):%Y-%m}"
    same = ("stay", "certificate", "plan", "arrive", "end", "incident", "count", "come_back", "paper")
    return {f"stays:{route}": one for route in same} | {
        "stays:tick": one | {"code": "visa"}, "stays:month": one | {"month": month}, "stays:revocations": {"year": timezone.localdate().year},
        "stays:report": one | {"about": "interview", "voice": "home", "of": "middle"}, "stays:evaluate": one | {"about": "evaluation", "voice": "home"},
    }  # fmt: skip
