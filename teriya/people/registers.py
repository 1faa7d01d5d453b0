"""A register of former volunteers (historique.csv): one line a mission served. Known by who, which form, which days."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.intake import readers
from teriya.foundation.intake.engine.values import Choices
from teriya.foundation.intake.kinds import Field, Judge, Kind, Line
from teriya.foundation.rules import queries as rules
from teriya.people import actions, columns, history
from teriya.people.history import NewPastService
from teriya.people.lookalikes import NewPerson
from teriya.people.recognised import Period, Recognised, Somebody

FIELDS = [
    Field("number", ["Matricule", "N° matricule", "N° volontaire", "Code volontaire"], required=False),
    *columns.FIELDS,
    Field("form", ["Forme", "Forme de volontariat", "Type de volontaire", "Catégorie"], filled=True),
    Field("wave", ["Vague", "Phase", "Vague ou phase", "Promotion", "Cohorte"], required=False),
    Field("host", ["Structure d’accueil", "Structure", "SA"], required=False),
    Field("place", ["Lieu d’affectation", "Lieu de la mission", "Affectation", "Localité"], required=False),
    Field("profile", ["Profil", "Poste", "Fonction"], required=False),
    Field("first", ["Prise de service", "Date de prise de service", "Début", "Date de début"], filled=True),
    Field("last", ["Fin de mission", "Date de fin", "Fin", "Date de fin de mission"], filled=True),
    Field("contract", ["N° contrat", "Contrat", "N° du contrat"], required=False),
    Field("certificate", ["N° attestation", "Attestation", "Attestation de fin de mission"], required=False),
]  # fmt: skip
PROOFS = {"contract": "contrat", "certificate": "attestation"}


def cells(context: Mapping[str, Any], on: date) -> dict:
    return {
        **columns.cells(on), "number": readers.key,
        "form": Choices({code: [code, str(name)] for code, name in rules.form_choices()}).read,
        "wave": readers.text(60), "host": readers.text(160), "place": readers.text(80),
        "profile": readers.word("profile", 60), "first": readers.read_date, "last": readers.read_date,
        "contract": readers.text(60), "certificate": readers.text(60),
    }  # fmt: skip


def judge(context: Mapping[str, Any], by: User, on: date) -> Judge:
    """Say whom the register already knows for certain, what of their service it knows, and what is new.

    Who only resembles somebody is written as a new person: the search for doubles then puts the pair before an officer.
    """
    perimeter = by.communes(P.HISTORY_TAKE_ON)
    known = Recognised()

    def hear(lines: Sequence[Line]) -> None:
        for line in lines:
            line.values["row"] = _person(line.values)
            line.values["proof"] = _proof(line)
            line.shown = _shown(line.values)
            _look(line, perimeter, on)
        sound = [line for line in lines if not line.errors]
        known.look_up([(line.values["row"], line.values["number"]) for line in sound])
        for line in sound:
            _recognise(line, known)

    return hear


def _person(values: Mapping[str, Any]) -> NewPerson:
    name, birth = values["family"], values["birth"]
    kind, number = values["paper_kind"], values["paper_number"]
    return NewPerson(
        family=name.family, given=values["given"], married=name.married_name or "", sex=values["sex"], birth_on=birth.day,
        birth_year=birth.year, commune_id=values["commune"].pk, phone=values["phone"].e164 if values["phone"] else "",
        papers=((kind, number),) if kind and number else (),
    )  # fmt: skip


def _proof(line: Line) -> str:
    """The paper that proves the service: a number, not a "oui" in its column."""
    for field, word in PROOFS.items():
        written = line.values[field]
        if written and any(map(str.isdigit, written)):
            return f"{word} {written}"
        if written:
            line.remarks.append(f"« {written} » n’est pas un numéro de pièce : la preuve manque encore.")
    return ""


def _shown(values: Mapping[str, Any]) -> dict[str, str]:
    row, first, last = values["row"], values["first"], values["last"]
    return {
        "Nom": f"{row.family} {row.given}",
        "Naissance": f"{row.birth_on:%d/%m/%Y}" if row.birth_on else f"vers {row.birth_year}",
        "Commune": values["commune"].name, "Forme": values["form"], "Vague": values["wave"] or "",
        "Service": f"{first:%d/%m/%Y} – {last:%d/%m/%Y}", "Structure": values["host"] or "",
        "Preuve": values["proof"] or "manquante",
    }  # fmt: skip


def _look(line: Line, perimeter: set[int] | None, on: date) -> None:
    """What is wrong with a line by itself."""
    values = line.values
    commune, phone, first, last = values["commune"], values["phone"], values["first"], values["last"]
    if perimeter is not None and commune.pk not in perimeter:
        line.refuse("commune", "out_of_perimeter", f"Commune : {commune.name} n’est pas de votre périmètre.")
    if last < first:
        line.refuse("last", "ends_before", f"La fin ({last:%d/%m/%Y}) précède la prise de service ({first:%d/%m/%Y}).")
    elif last >= on:
        line.refuse("last", "not_over", f"La mission finit le {last:%d/%m/%Y} : ouvrez-la dans les missions, pas ici.")
    if readers.is_impossible(values["birth"], first):
        line.refuse("birth", "impossible_birth", "Cette naissance est impossible à la prise de service. Vérifiez les deux dates.")  # fmt: skip
    if bool(values["paper_kind"]) != bool(values["paper_number"]):
        line.remarks.append("La pièce ou son numéro manque : elle ne sera pas gardée.")
    if phone and phone.foreign:
        line.remarks.append(f"Le téléphone {phone.e164} est d’un autre pays : vérifiez-le.")


def _recognise(line: Line, known: Recognised) -> None:
    found = known.find(line.values["row"], line.values["number"])
    if not isinstance(found, Somebody):
        return line.refuse("number", *found)
    line.values["somebody"] = found
    if found.matricule:
        line.shown["Matricule"] = found.matricule
    asked = known.asked(line.values["form"], line.values["first"], line.values["last"], line.number)
    met = next((period for period in found.periods if period.meets(asked)), None)
    if met is None:
        found.periods += (asked,)
    elif not met.is_same(asked):
        line.refuse("first", "service_overlaps", f"Cette personne est déjà en service à ces dates : {met}. Corrigez l’une des deux périodes.")  # fmt: skip
    elif met.line:
        line.refuse("first", "line_twice", f"La même période de la même personne est déjà à la ligne {met.line}.")
    else:
        _same(line, met)


def _same(line: Line, met: Period) -> None:
    """A period that the register knows: only its proof may be new."""
    line.outcome = "same"
    if met.past_id and line.values["proof"]:
        line.outcome, line.values["proves"] = "changed", met.past_id
        line.remarks.append("La période était connue sans preuve : la preuve s’ajoute.")


def commit(lines: Sequence[Line], context: Mapping[str, Any], by: User, on: date) -> dict:
    """Register who is new, once, then write each period and each proof."""
    fresh = [line for line in lines if "proves" not in line.values]
    firsts = _firsts(fresh)
    registered = actions.register_many([line.values["row"] for line in firsts.values()], by=by, on=on)
    for somebody, person in zip(firsts, registered, strict=True):
        somebody.pk = person.pk
    rows = [_past(line, is_first=firsts.get(line.values["somebody"]) is line) for line in fresh]
    proofs = {line.values["proves"]: line.values["proof"] for line in lines if "proves" in line.values}
    history.take_on(file=context["file"], rows=rows, proofs=proofs, by=by, on=on)
    return {"new": len(rows), "registered": len(registered), "proofs": len(proofs)}


def _firsts(lines: Sequence[Line]) -> dict[Somebody, Line]:
    """Who is not in the register yet, each with the first line that tells of them."""
    found: dict[Somebody, Line] = {}
    for line in lines:
        if line.values["somebody"].pk is None:
            found.setdefault(line.values["somebody"], line)
    return found


def _past(line: Line, *, is_first: bool) -> NewPastService:
    values = line.values
    texts = {name: values[name] or "" for name in ("wave", "host", "place", "profile")}
    return NewPastService(
        line=line.number, person_id=values["somebody"].pk, form=values["form"], first=values["first"], last=values["last"],
        is_first_known=is_first, proof=values["proof"], **texts,
    )  # fmt: skip


def search(by: User, on: date) -> None:
    """A former volunteer may be somebody that the register knows under another writing: officers then have the pairs."""
    actions.search_soon(by=by, on=on)


KIND = Kind(
    "history",
    gettext_lazy("Registre d’anciens volontaires"),
    P.HISTORY_TAKE_ON,
    FIELDS,
    cells,
    judge,
    commit,
    then=search,
)
