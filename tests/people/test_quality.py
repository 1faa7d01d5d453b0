"""The register's own quality: what is missing or doubtful, counted in sets, each number leading to its records."""

from datetime import date

import pytest
from django.urls import reverse

from teriya.foundation.places.models import Place
from teriya.people.models import Person
from teriya.people.quality import SOUND, by_region, having
from tests.factories.people import register, somebody, twice
from tests.factories.registers import take_on

pytestmark = pytest.mark.django_db
QUALITY, PEOPLE = reverse("people:quality"), reverse("people:people")


def names_of(code: str) -> list[str]:
    return sorted(Person.objects.alive().filter(having(code)).values_list("given", flat=True))


def some(cast, given: str, **facts):
    """Somebody without fault, but for what is said."""
    number = f"{abs(hash(given)) % 10**7:07}"
    return somebody(
        cast, **{"given": given, "phone": f"+2289{number}", "papers": (("passport", f"P{number}"),)} | facts
    )


def test_each_fault_finds_its_records(cast):
    register(
        cast, some(cast, "Sena"), some(cast, "Abla", phone=""), some(cast, "Dzifa", papers=()), some(cast, "Ama", papers=(("diploma", "B-12345"),)),
        some(cast, "Yawa", birth_on=None), some(cast, "Essi", birth_on=date(1999, 1, 1)), some(cast, "Adjo", birth_on=date(1999, 12, 31)),
        some(cast, "Kafui", phone="+22890000001"), some(cast, "Mazalo", phone="+22890000001"),
    )  # fmt: skip
    assert names_of("telephone") == ["Abla"]
    assert names_of("telephone-partage") == ["Kafui", "Mazalo"]
    assert names_of("piece") == ["Ama", "Dzifa"]
    assert names_of("jour") == ["Yawa"]
    assert names_of("nouvel-an") == ["Adjo", "Essi"]
    assert names_of(SOUND) == ["Sena"]


def test_pairs_and_unproven_service_are_faults(cast):
    twice(cast)
    assert names_of("doublon") == ["Afi", "Koudawo"]
    take_on(cast)
    assert len(names_of("preuve")) == 1


def test_records_are_counted_by_region_in_one_query(cast, django_assert_max_num_queries):
    register(cast, some(cast, "Sena"), some(cast, "Abla", phone=""))
    [far] = register(cast, some(cast, "Dzifa", papers=()))
    Person.objects.filter(pk=far.pk).update(commune=cast.tone_1)
    with django_assert_max_num_queries(2):  # the words of the country, where they are not at hand
        everywhere, *regions = by_region(Person.objects.alive())
    assert (everywhere.total, everywhere.counts["piece"], everywhere.counts[SOUND]) == (3, 1, 1)
    found = {region.region: region for region in regions}
    assert found[cast.haho_1.region_id].counts["telephone"] == 1 and found[cast.tone_1.region_id].counts["piece"] == 1
    assert [(thing.filled, thing.certified) for thing in everywhere.known] == [(3, 2), (3, 2), (3, 0), (2, 0)]


def test_a_supervisor_sees_the_own_region_and_an_auditor_all(client, cast):
    [_, far] = register(cast, some(cast, "Sena"), some(cast, "Abla", phone=""))
    Person.objects.filter(pk=far.pk).update(commune=cast.tone_1)
    savanes = Place.objects.get(pk=cast.tone_1.region_id)
    for role, sees in (("regional_supervisor", False), ("auditor", True)):
        client.force_login(cast[role])
        page = client.get(QUALITY).content.decode()
        assert (f"?region={savanes.code}" in page) == sees


def test_each_number_leads_to_its_records(client, cast):
    register(cast, some(cast, "Sena"), some(cast, "Abla", phone=""))
    client.force_login(cast["regional_supervisor"])
    region = Place.objects.get(pk=cast.haho_1.region_id).code
    assert f"{PEOPLE}?defaut=telephone" in client.get(QUALITY).content.decode()
    page = client.get(PEOPLE, {"defaut": "telephone", "region": region}).content.decode()
    assert "KOUDAWO Abla" in page and "KOUDAWO Sena" not in page
