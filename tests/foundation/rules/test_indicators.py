"""The catalogue of indicators: an identity that stays, a sheet whose versions have days."""

import dataclasses
from datetime import date

import pytest
from django.utils.translation import override

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules import actions, indicators
from teriya.foundation.rules.engine import packs, schema
from teriya.foundation.rules.engine.indicators import Sheet
from teriya.foundation.rules.engine.words import Text

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 2)


@pytest.fixture
def folder(settings):
    return settings.ROOT / "countries" / "tg"


def test_a_midwife_counts_visits_and_deliveries():
    assert [one.code for one in indicators.of_profile("midwife")] == ["anc_visits", "assisted_deliveries"]
    with override("en"):
        assert indicators.indicator("anc_visits").name == "Antenatal visits made"


def test_pupils_stand_at_the_end_of_a_month_and_are_people():
    pupils, hours = indicators.indicator("pupils"), indicators.indicator("hours_taught")
    assert (pupils.is_stock, pupils.counts_people, pupils.breakdown) == (True, True, ["sex", "disability"])
    assert (hours.is_stock, hours.counts_people) == (False, False)


def test_a_later_pack_brings_a_new_version_of_a_sheet_and_the_former_stays(folder):
    pack, words = packs.load(folder), Text("Visites de femmes enceintes.", "Visits of pregnant women.")
    visits = pack.indicators[0]
    later = dataclasses.replace(visits, sheets=(*visits.sheets, Sheet("2", date(2026, 1, 1), words, words)))
    actions.load(dataclasses.replace(pack, indicators=(later, *pack.indicators[1:])), by=None, on=TODAY)
    found = indicators.indicator(visits.code)
    assert [sheet["version"] for sheet in found.sheets] == ["1", "2"]
    assert found.sheet(date(2025, 12, 31))["definition"] == visits.sheets[0].definition.fr
    assert found.sheet(TODAY)["definition"] == words.fr
    assert found.sheet(date(2000, 1, 1))["version"] == "1"


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [("domain", "war", ".domain : war n’existe pas"), ("profiles", ["king"], ".profiles : king n’existe pas"),
     ("goals", ["5.A"], ".goals : 5.A n’existe pas"), ("former_goals", ["3.1"], ".former_goals : 3.1 n’existe pas"),
     ("nature", "river", "attend l’un de flow, stock")],
)  # fmt: skip
def test_an_indicator_that_names_nothing_known_is_refused(folder, key, value, said):
    files = packs.read(folder)
    files["indicators.toml"]["indicator"][0][key] = value
    with pytest.raises(Refusal, match="anc_visits") as refused:
        packs.assemble(files, schema.read_schemas(folder.parent / "schema"))
    assert said in str(refused.value)


def test_versions_of_a_sheet_follow_one_another(folder):
    files = packs.read(folder)
    sheets = files["indicators.toml"]["indicator"][0]["sheet"]
    sheets.append(sheets[0] | {"version": "2", "from": "2017-07-31"})
    with pytest.raises(Refusal, match="les versions se suivent"):
        packs.assemble(files, schema.read_schemas(folder.parent / "schema"))
