"""Whom the lines of a register tell of: the people already in ours, and those that its own lines brought before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now

from teriya.foundation.places.models import Place
from teriya.people.lookalikes import NewPerson, folded_name, folded_number
from teriya.people.models import Paper, Person, ServicePeriod

# Days that an office writes when it knows the year alone: they recognise nobody.
_UNKNOWN_DAYS = ((1, 1), (12, 31))
_READ = ("matricule", "folded", "sex", "birth_on", "birth_year", "phone", "commune_id")


@dataclass(slots=True)
class Period:
    """Days served, both ends inside. `line`: where this file told them; `past_id`: the unproven line that told them before."""

    form: str
    first: date
    last: date
    line: int = 0
    past_id: int = 0

    def __str__(self):
        return f"{self.form} du {self.first:%d/%m/%Y} au {self.last:%d/%m/%Y}" + (
            f" (ligne {self.line})" if self.line else ""
        )

    def meets(self, other: "Period") -> bool:
        return self.first <= other.last and other.first <= self.last

    def is_same(self, other: "Period") -> bool:
        return (self.form, self.first, self.last) == (other.form, other.first, other.last)


@dataclass(slots=True, eq=False)
class Somebody:
    """One person of the register, or one that a line of this file brings (`pk` once written)."""

    commune: int
    phone: str
    papers: tuple[str, ...]
    pk: int | None = None
    matricule: str = ""
    words: str = ""  # of the name, folded, for who is in the register
    periods: tuple[Period, ...] = ()

    def shares_proof(self, row: NewPerson) -> bool:
        """The same telephone or the same paper; else the same commune, where the day of birth is a real one."""
        numbers = {folded_number(number) for _, number in row.papers}
        if (row.phone and row.phone == self.phone) or numbers.intersection(self.papers):
            return True
        born = row.birth_on
        is_day_known = born is not None and (born.month, born.day) not in _UNKNOWN_DAYS
        return is_day_known and self.commune == row.commune_id


class Recognised:
    """Who is who, for the whole file. A person is recognised by matricule, or by the very same writing and one proof more.

    The very same writing: all names, birth and sex. The proof: `Somebody.shares_proof`. Never a guess: whoever only
    resembles somebody is somebody else until an officer decides.
    """

    def __init__(self) -> None:
        self.began_at = Place.objects.annotate(now=Now()).values_list("now", flat=True).first()
        self.alike: dict[bytes, tuple[Somebody, ...]] = {}  # the same writing → people
        self.numbered: dict[str, tuple[Somebody, bytes]] = {}  # matricule, ours or the old register's → person
        self.known: dict[int, Somebody] = {}
        self.days: dict[date, date] = {}  # each day once: a wave starts and ends its thousands together

    def look_up(self, rows: Sequence[tuple[NewPerson, str | None]]) -> None:
        """Read what the register knows of these people, in a constant number of queries."""
        asked = [row for row, _ in rows]
        written = Q(folded__in={_folded(row) for row in asked})
        days, years = {row.birth_on for row in asked}, {row.birth_year for row in asked}
        born = Q(birth_on__in=days - {None}) | Q(birth_on=None, birth_year__in=years)
        numbers = {number.upper() for _, number in rows if number and _is_ours(number)}
        found = Person.objects.alive().filter(written & born | Q(matricule__in=numbers), at__lt=self.began_at)
        self._remember([person for person in found.only(*_READ) if person.pk not in self.known])

    def _remember(self, people: Sequence[Person]) -> None:
        papers: dict[int, tuple[str, ...]] = {}
        for pk, number in Paper.objects.filter(person__in=people).values_list("person_id", "folded"):
            papers[pk] = (*papers.get(pk, ()), number)
        for person in people:
            one = Somebody(
                person.commune_id, person.phone, papers.get(person.pk, ()), person.pk, person.matricule, person.folded
            )
            key = _key(person.folded, person.birth_on, person.birth_year, person.sex)
            self.known[person.pk] = one
            self.numbered[person.matricule] = (one, key)
            self.alike[key] = (*self.alike.get(key, ()), one)
        self._read_periods([person.pk for person in people])

    def _read_periods(self, people: Sequence[int]) -> None:
        rows = ServicePeriod.objects.filter(Q(person__in=people) | Q(person__merged_into__in=people))
        for row in rows.select_related("person").only("form", "period", "proof", "source_id", "person__merged_into"):
            past = row.source_id if row.proof == ServicePeriod.Proof.MISSING else 0
            one = self.known[row.person.merged_into_id or row.person_id]
            one.periods += (Period(row.form, row.first_day, row.last_day, past_id=past),)

    def find(self, row: NewPerson, number: str | None) -> Somebody | tuple[str, str]:
        """Whom the line tells of, somebody new where it is nobody known; or (code, sentence) of a refusal."""
        key, number = _key(_folded(row), row.birth_on, row.birth_year, row.sex), (number or "").upper()
        if number in self.numbered:
            one, writing = self.numbered[number]
            if writing == key or (one.matricule == number and _shares_a_word(one, row)):
                return one
            return (
                "number_taken",
                f"Le matricule {number} est celui d’une autre personne : vérifiez le nom et la naissance.",
            )
        if _is_ours(number):
            return (
                "unknown_number",
                f"Aucune fiche du registre n’a le matricule {number}. Corrigez-le ou videz la case.",
            )
        found = [one for one in self.alike.get(key, ()) if one.shares_proof(row)]
        if len(found) > 1:
            return (
                "which_person",
                "Plusieurs fiches du registre portent ce nom et cette naissance : écrivez le matricule.",
            )
        one = found[0] if found else self._add(row, key)
        if number:
            self.numbered[number] = (one, key)
        return one

    def asked(self, form: str, first: date, last: date, line: int) -> Period:
        """The period that a line tells."""
        return Period(form, self.days.setdefault(first, first), self.days.setdefault(last, last), line)

    def _add(self, row: NewPerson, key: bytes) -> Somebody:
        papers = tuple(folded_number(number) for _, number in row.papers)
        one = Somebody(row.commune_id, row.phone, papers)
        self.alike[key] = (*self.alike.get(key, ()), one)
        return one


def _folded(row: NewPerson) -> str:
    return folded_name(row.family, row.given, row.married)


def _key(folded: str, birth_on: date | None, birth_year: int, sex: str) -> bytes:
    """The very same writing, in sixteen bytes: a file may have two hundred thousand lines."""
    return blake2b(f"{folded} {birth_on} {birth_year} {sex}".encode(), digest_size=16).digest()


def _is_ours(number: str) -> bool:
    return number.upper().startswith(f"{settings.AGENCY.upper()}-")


def _shares_a_word(one: Somebody, row: NewPerson) -> bool:
    return bool(set(one.words.split()) & set(_folded(row).split()))
