"""A release published by Ama, and an agreement of hers."""

from django.test import override_settings

from teriya.contribution.opendata import actions
from tests.cast import Cast
from tests.factories.agreements import signed
from tests.factories.opendata import DAY, made


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    release = actions.decide(release=made("data"), step="publish", by=cast.ama, on=DAY)
    number, dataset = {"number": release.number}, {"dataset": "catalogue-indicateurs"}
    file = number | dataset | {"format": "csv"}
    return {
        "opendata:consent": {"pk": signed(cast).pk}, "opendata:release": number, "opendata:prepared_file": file, "opendata:published": number,
        "opendata:file": file, "opendata:api_release": number, "opendata:api_release_dataset": number | dataset, "opendata:api_dataset": dataset,
    }  # fmt: skip
