"""Who in the register may be the person in front of us. `actions.search_duplicates` compares the whole register."""

from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.db.models import Q

from teriya.foundation.core.words import fold
from teriya.people.engine.duplicates import Index
from teriya.people.engine.records import Pair, Record
from teriya.people.models import Paper, Person
from teriya.people.queries import PersonQuerySet

_MOST = 2_000  # records weighed while somebody waits
_NOBODY = 0  # the id of a record that is not in the register


@dataclass(frozen=True)
class NewPerson:
    """Who asks to be known, as an office writes it: a full birth date, or only its year."""

    family: str
    given: str
    sex: str
    birth_on: date | None
    birth_year: int
    commune_id: int
    phone: str = ""
    married: str = ""
    papers: tuple[tuple[str, str], ...] = ()


def folded_name(*parts: str) -> str:
    """The words of a name, folded and in alphabetical order: KOFFI Afi and Afi KOFFI are searched alike."""
    return " ".join(sorted(fold(" ".join(parts)).split()))


def folded_number(number: str) -> str:
    """A paper's number whatever its spaces, dashes and case."""
    return fold(number).replace(" ", "")


def of(new: NewPerson) -> list[tuple[Person, Pair]]:
    """The records that may be this person, likeliest first: those that share one thing with it, weighed by the engine."""
    near = Person.objects.alive().filter(_shares_a_thing(new)).order_by("pk")
    near = Person.objects.filter(pk__in=list(near.values_list("pk", flat=True)[:_MOST]))
    asked = Record(
        id=_NOBODY, family=new.family, given=new.given, sex=new.sex, birth=new.birth_on, birth_year=new.birth_year,
        phone=new.phone, papers=new.papers, commune=str(new.commune_id), married=new.married,
    )  # fmt: skip
    found = {max(pair.a, pair.b): pair for pair in Index(records(near)).against(asked)}
    people = near.select_related("commune").in_bulk(list(found))
    return [(people[pk], pair) for pk, pair in found.items()]


def _shares_a_thing(new: NewPerson) -> Q:
    numbers = [folded_number(number) for _, number in new.papers if number]
    years = (new.birth_year - 1, new.birth_year, new.birth_year + 1)
    shared = Q(commune=new.commune_id, birth_year__in=years)
    shared |= Q(pk__in=Paper.objects.filter(folded__in=numbers).values("person"))
    if new.birth_on:
        shared |= Q(birth_on=new.birth_on)
    if new.phone:
        shared |= Q(phone=new.phone)
    for one, other in combinations(folded_name(new.family, new.given, new.married).split(), 2):
        shared |= Q(folded__contains=one) & Q(folded__contains=other)
    return shared


def records(people: PersonQuerySet) -> list[Record]:
    """People as the engine reads them, in two queries."""
    papers: dict[int, list[tuple[str, str]]] = {}
    for person, kind, number in Paper.objects.filter(person__in=people).values_list("person_id", "kind", "number"):
        papers.setdefault(person, []).append((kind, number))
    fields = ("pk", "family", "given", "sex", "birth_on", "birth_year", "phone", "commune_id", "married")
    return [
        Record(id=pk, family=family, given=given, sex=sex, birth=birth, birth_year=year, phone=phone,
               papers=tuple(papers.get(pk, ())), commune=str(commune), married=married)
        for pk, family, given, sex, birth, year, phone, commune, married in people.values_list(*fields)
    ]  # fmt: skip
