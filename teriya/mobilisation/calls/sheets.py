"""The list of candidates of a counter (candidats.csv). A line is known by the wave and its N°."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake import readers
from teriya.foundation.intake.kinds import Field, Judge, Kind, Line
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls import actions
from teriya.mobilisation.calls.actions import NewApplication
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.hosts.models import Need
from teriya.people import actions as people
from teriya.people import columns, lookalikes
from teriya.people.actions import NewPerson
from teriya.people.models import Person

MOST_CHOICES = 10
CHOICES = [f"choice_{n}" for n in range(1, MOST_CHOICES + 1)]
FIELDS = [
    Field("number", ["N°", "Numéro", "N° candidat", "N° d’ordre"], filled=True),
    *columns.FIELDS,
    Field("diploma", ["Dernier diplôme", "Diplôme", "Niveau", "Diplôme le plus élevé"], required=False),
    Field("speciality", ["Spécialité", "Filière", "Profil"], required=False),
    *(
        Field(name, [f"Choix {n}", f"Vœu {n}", f"Poste {n}"], required=False)
        for n, name in enumerate(CHOICES, start=1)
    ),
]


def cells(context: Mapping[str, Any], on: date) -> dict:
    return {
        **columns.cells(on), "number": readers.key, "diploma": readers.choice("diploma"),
        "speciality": readers.word("profile", 60), **dict.fromkeys(CHOICES, readers.text(20)),
    }  # fmt: skip


def judge(context: Mapping[str, Any], by: User, on: date) -> Judge:
    """Say who is already a candidate, who is already in the register under the very same writing, and who is new."""
    wave = _wave(context, on)
    perimeter = by.communes(P.APPLICATIONS_REGISTER)
    posts = {need.reference.upper(): need for need in wave.needs.all()}
    known = _Known(wave)

    def hear(lines: Sequence[Line]) -> None:
        known.look_up(lines)
        for line in lines:
            line.values["row"] = row = _person(line.values)
            line.shown = _shown(line.values, row)
            _look(line, perimeter)
            line.values["wishes"] = list(_wishes(line, posts))
            if any(line.values[name] for name in CHOICES) and not any(line.values["wishes"]):
                line.refuse("choice_1", "unknown_need", "Aucun des choix n’est un besoin ouvert dans cette vague.")
            known.compare(line, row)

    return hear


def _wave(context: Mapping[str, Any], on: date) -> Wave:
    wave = Wave.objects.filter(code=context.get("wave", "")).first()
    if not wave:
        raise Refusal("unknown_wave", _("Aucune vague n’a ce code."), field="wave")
    actions.require_call(wave, on)
    return wave


def _person(values: Mapping[str, Any]) -> NewPerson:
    name, birth = values["family"], values["birth"]
    kind, number = values["paper_kind"], values["paper_number"]
    return NewPerson(
        family=name.family, given=values["given"], married=name.married_name or "", sex=values["sex"], birth_on=birth.day,
        birth_year=birth.year, commune_id=values["commune"].pk, phone=values["phone"].e164 if values["phone"] else "",
        papers=((kind, number),) if kind and number else (),
    )  # fmt: skip


def _shown(values: Mapping[str, Any], row: NewPerson) -> dict[str, str]:
    return {
        "N°": values["number"], "Nom": f"{row.family} {row.given}", "Commune": values["commune"].name,
        "Naissance": f"{row.birth_on:%d/%m/%Y}" if row.birth_on else f"vers {row.birth_year}",
        "Diplôme": rules.label("diploma", values["diploma"]) if values["diploma"] else "",
        "Choix": ", ".join(values[name] for name in CHOICES if values[name]),
    }  # fmt: skip


def _look(line: Line, perimeter: set[int] | None) -> None:
    """What is wrong with a line by itself; what only makes ineligible is judged later, with its reason."""
    commune, phone = line.values["commune"], line.values["phone"]
    if perimeter is not None and commune.pk not in perimeter:
        line.refuse("commune", "out_of_perimeter", f"Commune : {commune.name} n’est pas de votre périmètre.")
    if bool(line.values["paper_kind"]) != bool(line.values["paper_number"]):
        line.remarks.append("La pièce ou son numéro manque : elle ne sera pas comptée.")
    if phone and phone.foreign:
        line.remarks.append(f"Le téléphone {phone.e164} est d’un autre pays : vérifiez-le.")


def _wishes(line: Line, posts: Mapping[str, Need]) -> Iterator[Need | None]:
    """The posts wished for, each at the rank written; one that is not open in the wave is left aside, and said."""
    for rank, name in enumerate(CHOICES, start=1):
        reference = line.values[name]
        need = posts.get(reference.upper()) if reference else None
        if reference and not need:
            line.remarks.append(f"Choix {rank} : le besoin {reference} n’est pas ouvert dans cette vague.")
        yield need


class _Known:
    """The candidates of the wave by N°, the people of the register by their writing, and the lines already read.

    What the file itself has written since its first line does not count: two lines are judged alike near or far.
    """

    def __init__(self, wave: Wave):
        self.wave = wave
        self.began_at = Wave.objects.annotate(now=Now()).values_list("now", flat=True).get(pk=wave.pk)
        self.lines: dict[str, int] = {}
        self.taken: set[int] = set()

    def look_up(self, lines: Sequence[Line]) -> None:
        """Read what is known of these lines, in a constant number of queries."""
        applications = self.wave.applications.filter(number__in=[line.values["number"] for line in lines])
        self.applications = {row.number: row for row in applications.select_related("person")}
        names = {_folded(line.values) for line in lines}
        people = Person.objects.alive().filter(folded__in=names, at__lt=self.began_at).prefetch_related("papers")
        self.people: dict[tuple, list[Person]] = {}
        for person in people:
            self.people.setdefault((person.folded, person.birth_on, person.birth_year), []).append(person)
        already = self.wave.applications.filter(person__in=[person.pk for person in people])
        self.numbers = dict(already.values_list("person_id", "number"))

    def compare(self, line: Line, row: NewPerson) -> None:
        number, identity = line.values["number"], (_folded(line.values), row.birth_on, row.birth_year)
        if self.lines.setdefault(number, line.number) != line.number:
            return line.refuse("number", "line_twice", f"N° : {number} est déjà à la ligne {self.lines[number]}.")
        application = self.applications.get(number)
        if application:
            self._same(line, application, identity)
        else:
            self._recognise(line, row, identity)

    def _same(self, line: Line, application: Application, identity: tuple) -> None:
        person = application.person
        if (person.folded, person.birth_on, person.birth_year) != identity:
            line.refuse("number", "number_taken", f"N° : {application.number} est déjà celui de {person}.")
        line.outcome = "same"
        line.shown["Matricule"] = person.matricule

    def _recognise(self, line: Line, row: NewPerson, identity: tuple) -> None:
        """The person of the register written the very same way, with the same telephone or paper. Never a guess."""
        for person in self.people.get(identity, []):
            if person.pk in self.taken or not _shares_proof(person, row):
                continue
            if person.pk in self.numbers:
                first = self.numbers[person.pk]
                return line.refuse("number", "already_applied", f"{person} est déjà candidat sous le N° {first}.")
            self.taken.add(person.pk)
            line.values["person"] = person
            line.shown["Matricule"] = person.matricule
            return None


def _folded(values: Mapping[str, Any]) -> str:
    name = values["family"]
    return lookalikes.folded_name(name.family, values["given"], name.married_name or "")


def _shares_proof(person: Person, row: NewPerson) -> bool:
    numbers = {lookalikes.folded_number(number) for _, number in row.papers}
    return (row.phone and row.phone == person.phone) or any(paper.folded in numbers for paper in person.papers.all())


def commit(lines: Sequence[Line], context: Mapping[str, Any], by: User, on: date) -> dict:
    """Register who is new, then write every application."""
    fresh = [line for line in lines if "person" not in line.values]
    registered = people.register_many([line.values["row"] for line in fresh], by=by, on=on)
    for line, person in zip(fresh, registered, strict=True):
        line.values["person"] = person
    applications = actions.apply_many(
        wave=_wave(context, on), rows=[_application(line.values) for line in lines], by=by, on=on
    )
    return {"new": len(applications), "registered": len(registered)}


def _application(values: Mapping[str, Any]) -> NewApplication:
    return NewApplication(
        person=values["person"], number=values["number"], diploma=values["diploma"] or "",
        speciality=values["speciality"] or "", paper_kind=values["paper_kind"] or "",
        paper_number=values["paper_number"] or "", wishes=values["wishes"],
    )  # fmt: skip


def search(by: User, on: date) -> None:
    """A candidate may be somebody that the register knows under another writing: officers then have the pairs."""
    people.search_soon(by=by, on=on)


KIND = Kind(
    "candidates", gettext_lazy("Candidats d’une vague"), P.APPLICATIONS_REGISTER, FIELDS, cells, judge, commit,
    needs_wave=True, then=search,
)  # fmt: skip
