import pytest

from teriya.people.models import NameWord, Person, Suspicion
from tests.factories.people import register, somebody, twice

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["dede", "OURO", "Dédé ouro-bawinay", "90 11 22 33", "11-22-33", "bawinay dédé"])
def test_a_person_is_found_by_what_is_typed(cast, typed):
    [person, _] = register(
        cast, somebody(cast, family="OURO-BAWINAY", given="Dédé"), somebody(cast, phone="+22870000000")
    )
    assert list(Person.objects.named(typed)) == [person]


def test_a_person_is_found_by_number(cast):
    [_, person] = register(cast, somebody(cast), somebody(cast, phone=""))
    assert list(Person.objects.named(f" {person.matricule.lower()} ")) == [person]
    assert list(Person.objects.named("000002")) == [person]


@pytest.mark.parametrize("typed", ["dé", "%", "koud afi x", "0002"])
def test_nobody_is_found_by_a_part_of_nothing(cast, typed):
    register(cast)
    assert not Person.objects.named(typed).exists()


def test_people_of_other_centres_are_not_seen(cast):
    [person] = register(cast)
    Person.objects.update(commune=cast.tone_1)
    assert not Person.objects.visible_to(cast["regional_agent"]).exists()
    assert Person.objects.visible_to(cast["auditor"]).get() == person


def test_one_sees_oneself(cast):
    register(cast)
    Person.objects.update(account=cast.afi)
    assert Person.objects.visible_to(cast["candidate"]).exists()


def test_a_pair_is_seen_from_both_centres(cast):
    suspicion = twice(cast)
    assert Suspicion.objects.visible_to(cast["regional_agent"]).get() == suspicion
    Person.objects.filter(pk=suspicion.first_id).update(commune=cast.tone_1)
    assert Suspicion.objects.visible_to(cast["regional_agent"]).exists()
    Person.objects.update(commune=cast.tone_1)
    assert not Suspicion.objects.visible_to(cast["regional_agent"]).exists()


@pytest.mark.parametrize(
    "typed",
    [
        "Abalo Kuassi", "Abaol Kouassi", "Aballo Kwassi", "Kouassi Abalo", "abalo couassi", "Abalo Kouasi Edem", "Äbalo kouassi",
        "Abalo Kouassi Edem Yao", "Ablo Kouassi", "Abalo-Kouassi",
    ],
)  # fmt: skip
def test_a_person_is_found_by_a_misspelt_name(cast, typed):
    [person, _] = register(
        cast, somebody(cast, family="ABALO", given="Kouassi Édem"), somebody(cast, family="LAWSON", given="Massan")
    )
    assert list(Person.objects.named(typed)) == [person]


def test_the_nearest_names_come_first(cast):
    names = [("KOFI", "Essi"), ("KOFFI", "Essi Ama"), ("KOFFI", "Essi"), ("KOUDAWO", "Essi")]
    register(cast, *(somebody(cast, family=family, given=given, phone="") for family, given in names))
    found = Person.objects.named("koffi essi").likest_first()
    assert [str(person) for person in found] == ["KOFFI Essi", "KOFFI Essi Ama", "KOFI Essi"]


def test_a_word_is_learnt_once(cast):
    register(cast), register(cast)
    assert NameWord.objects.filter(word="koudawo").count() == 1
