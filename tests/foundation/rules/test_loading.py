from datetime import date

import pytest

from teriya.foundation.places.models import Place
from teriya.foundation.rules import actions, queries
from teriya.foundation.rules.engine import packs
from teriya.foundation.rules.models import Rule

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 2)


def test_vec_lasts_four_months_then_six():
    assert queries.value("duration_months", form="VEC", on=date(2018, 12, 31)).value == 4
    assert queries.value("duration_months", form="VEC", on=date(2019, 1, 1)).value == 6


def test_a_kind_of_form_inherits_its_parents_rules():
    assert queries.value("legal_cap_months", form="VNE", on=TODAY).value == 60
    assert queries.value("diploma_min", form="VNE", on=TODAY).value == "licence"
    assert queries.amount("allowance", form="VNE", on=TODAY) == 60_000


def test_loading_again_changes_nothing(settings):
    pack = packs.load(settings.ROOT / "countries" / "tg")
    assert actions.load(pack, by=None, on=TODAY) == 0


def test_a_later_pack_brings_drafts_that_are_not_read(settings):
    Rule.objects.filter(name="allowance", form="VEC", starts_on=date(2020, 1, 1)).delete()
    actions.load(packs.load(settings.ROOT / "countries" / "tg"), by=None, on=TODAY)
    assert Rule.objects.get(name="allowance", form="VEC", starts_on=date(2020, 1, 1)).state == "draft"
    assert queries.value("allowance", form="VEC", on=TODAY).starts_on == date(2015, 1, 1)


def test_every_commune_has_its_centre():
    communes = Place.objects.filter(level="commune")
    assert communes.count() == 117
    assert set(communes.values_list("centre__code", flat=True)) and communes.values("centre").distinct().count() == 6


def test_diplomas_are_ranked():
    ranks = [queries.diploma_rank(code) for code in ("", "cap", "bepc", "bac", "bts", "licence", "master")]
    assert ranks == sorted(set(ranks))
