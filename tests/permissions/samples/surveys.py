"""The survey at three months of a volunteer of Haho 1 whose year ended on 28 February 2025."""

from django.test import override_settings

from teriya.insertion.surveys import links
from tests.cast import Cast
from tests.factories.surveys import make_surveys


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    [survey] = make_surveys(cast)
    return {"surveys:call": {"pk": survey.pk}, "surveys:answer": {"token": links.token(survey)}}
