"""The list of host structures of an office (structures.csv)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.words import fold
from teriya.foundation.intake import readers
from teriya.foundation.intake.kinds import Field, Judge, Kind, Line
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts import actions
from teriya.mobilisation.hosts.actions import CORRECTED, NewHost
from teriya.mobilisation.hosts.models import Host

FIELDS = [
    Field("office_number", ["N°", "N° structure", "Numéro d’ordre"], filled=True),
    Field("name", ["Structure", "Nom de la structure", "Structure d’accueil", "Dénomination"], filled=True),
    Field("legal_form", ["Statut juridique", "Statut", "Forme juridique"], filled=True),
    Field("domain", ["Domaine", "Secteur", "Domaine d’intervention"], filled=True),
    Field("commune", ["Commune", "Commune d’implantation"], filled=True),
    Field("head", ["Responsable", "Nom du responsable", "Premier responsable"], filled=True),
    Field("phone", ["Téléphone", "Tél", "Contact", "Portable"], required=False),
    Field("receipt_number", ["Récépissé", "N° récépissé", "Agrément"], required=False),
]


def cells(context: Mapping[str, Any], on: date) -> dict:
    return {
        "office_number": readers.key, "name": readers.text(160), "legal_form": readers.choice("legal_form"),
        "domain": readers.word("domain", 60), "commune": readers.commune(on), "head": readers.text(120),
        "phone": readers.phone, "receipt_number": readers.text(60),
    }  # fmt: skip


def judge(context: Mapping[str, Any], by: User, on: date) -> Judge:
    """A line is a host already known by its name, commune and telephone, or by its number, name and commune."""
    perimeter, seen = by.communes(P.HOSTS_REGISTER), {}

    def hear(lines: Sequence[Line]) -> None:
        register = _Register(lines, seen)
        for line in lines:
            row = line.values["row"] = _row(line.values)
            line.shown = _shown(line.values)
            _look(line, row, perimeter, on)
            if not line.errors:
                _compare(line, row, register)

    return hear


def _row(values: Mapping[str, Any]) -> NewHost:
    return NewHost(
        name=values["name"], legal_form=values["legal_form"], domain=values["domain"], commune_id=values["commune"].pk,
        head=values["head"], phone=values["phone"].e164 if values["phone"] else "", receipt_number=values["receipt_number"] or "",
        office_number=values["office_number"],
    )  # fmt: skip


def _shown(values: Mapping[str, Any]) -> dict[str, str]:
    return {
        "N°": values["office_number"], "Structure": values["name"], "Commune": values["commune"].name,
        "Statut": rules.label("legal_form", values["legal_form"]), "Domaine": rules.label("domain", values["domain"]),
        "Responsable": values["head"],
    }  # fmt: skip


def _look(line: Line, row: NewHost, perimeter: set[int] | None, on: date) -> None:
    """What is wrong with a line by itself."""
    commune, phone = line.values["commune"], line.values["phone"]
    if perimeter is not None and commune.pk not in perimeter:
        line.refuse("commune", "out_of_perimeter", f"Commune : {commune.name} n’est pas de votre périmètre.")
    if not row.receipt_number and actions.must_show_receipt(row.legal_form, on):
        form = rules.label("legal_form", row.legal_form)
        line.refuse("receipt_number", "receipt_missing", f"Récépissé : il manque, et le statut « {form} » le demande.")
    if phone and phone.foreign:
        line.remarks.append(f"Le téléphone {phone.e164} est d’un autre pays : vérifiez-le.")


class _Register:
    """The hosts that lines may be, and the lines already read: what stood there → its line."""

    def __init__(self, lines: Sequence[Line], seen: dict[tuple, int]):
        names = {fold(line.values["name"]) for line in lines}
        numbers = {line.values["office_number"] for line in lines}
        self.by_identity: dict[tuple, Host] = {}
        self.by_number: dict[tuple, Host] = {}
        known = Host.objects.filter(Q(folded__in=names) | Q(office_number__in=numbers)).select_related("commune")
        for host in known:
            self.by_identity[host.folded, host.commune_id, host.phone] = host
            if host.office_number:
                self.by_number[host.commune.centre_id, host.office_number] = host
        self.lines = seen


def _compare(line: Line, row: NewHost, register: _Register) -> None:
    """Say whether a sound line is new, known as it stands, known and changed, or the second of its kind."""
    identity, centre = (fold(row.name), row.commune_id, row.phone), line.values["commune"].centre_id
    numbered = register.by_number.get((centre, row.office_number))
    for key, field, what in ((identity, "name", "Cette structure"), (row.office_number, "office_number", "Ce numéro")):
        first = register.lines.setdefault((field, key), line.number)
        if first != line.number:
            line.refuse(field, "line_twice", f"{what} est déjà à la ligne {first}.")
            return
    host = register.by_identity.get(identity)
    if not host and numbered and (numbered.folded, numbered.commune_id) == identity[:2]:
        host = numbered
    if numbered and numbered != host:
        line.remarks.append(f"Le N° {row.office_number} désignait jusqu’ici {numbered.number}, « {numbered.name} ».")
    if host:
        line.values["host"] = host
        line.outcome = "changed" if _changes(host, row) else "same"
        line.shown["Numéro"] = host.number


def _changes(host: Host, row: NewHost) -> bool:
    return any(getattr(row, field) not in ("", getattr(host, field)) for field in CORRECTED)


def commit(lines: Sequence[Line], context: Mapping[str, Any], by: User, on: date) -> dict:
    known = [(line.values["host"], line.values["row"]) for line in lines if line.outcome == "changed"]
    fresh = [line.values["row"] for line in lines if line.outcome == "new"]
    return {
        "new": len(actions.register_many(fresh, by=by, on=on)),
        "changed": len(actions.correct_many(known, by=by, on=on)),
    }


KIND = Kind("hosts", _("Structures d’accueil"), P.HOSTS_REGISTER, FIELDS, cells, judge, commit)
