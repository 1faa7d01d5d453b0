"""A need of Haho 1."""

from django.test import override_settings

from tests.cast import Cast
from tests.factories.missions import make_need


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    return {"goals:of_need": {"reference": make_need(cast).reference}}
