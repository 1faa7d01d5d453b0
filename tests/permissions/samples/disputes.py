"""March 2024 of Kossi, contested."""

from django.test import override_settings

from tests.cast import Cast
from tests.factories.disputes import contest, make_slip


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    line = make_slip(cast)
    one = {"pk": contest(cast, line).pk}
    return {
        "disputes:contest": {"pk": line.pk, "row": 0},
        "disputes:dispute": one,
        "disputes:confirm": one,
        "disputes:close": one,
        "disputes:reopen": one,
    }
