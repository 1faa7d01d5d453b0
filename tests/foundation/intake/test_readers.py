"""The words of a country, as its files write them."""

from datetime import date

import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake import readers
from teriya.foundation.places.models import Place

DAY = date(2026, 1, 1)


@pytest.mark.django_db
def test_two_communes_of_one_name_are_told_apart_by_their_prefecture():
    one, other = Place.objects.filter(level="commune").exclude(parent=None).order_by("pk")[:2]
    there = Place.objects.filter(level="prefecture").exclude(pk=one.parent_id).first()
    Place.objects.filter(pk=other.pk).update(name=one.name, parent=there)
    with pytest.raises(Refusal) as no:
        readers.commune(DAY)(one.name)
    assert no.value.code == "which_place" and f"{one.name} ({there.name})" in no.value.sentence
    assert readers.commune(DAY)(f"{one.name} ({there.name})".upper()) == other


@pytest.mark.django_db
def test_a_country_without_communes_says_so():
    Place.objects.filter(level="commune").update(valid_to=date(2020, 1, 1))
    with pytest.raises(Refusal, match=r"places\.csv"):
        readers.commune(DAY)
