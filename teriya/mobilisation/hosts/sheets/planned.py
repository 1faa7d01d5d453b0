"""The table of a convention: who is to receive whom, locality by locality (table de convention)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.words import fold
from teriya.foundation.intake import readers
from teriya.foundation.intake.kinds import Field, Judge, Kind, Line
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts import actions, conventions
from teriya.mobilisation.hosts.actions import NewHost
from teriya.mobilisation.hosts.conventions import NewPlanned
from teriya.mobilisation.hosts.models import Convention, Host, Planned
from teriya.mobilisation.hosts.needs import term_of
from teriya.mobilisation.hosts.policies import require_sector
from teriya.mobilisation.hosts.sheets.needs import MOST_MONTHS, MOST_PLACES, start_reader

FIELDS = [
    Field("convention", ["Convention", "Référence de la convention", "N° convention"], filled=True),
    Field("commune", ["Commune", "Localité"], filled=True),
    Field("name", ["Structure", "Établissement", "Formation sanitaire", "Nom de la structure"], filled=True),
    Field("legal_form", ["Statut juridique", "Statut"], required=False),
    Field("head", ["Responsable", "Chef d’établissement", "Directeur"], required=False),
    Field("phone", ["Téléphone", "Tél", "Contact"], required=False),
    Field("form", ["Forme", "Forme de volontariat"], filled=True),
    Field("profile", ["Profil", "Poste", "Profil demandé"], filled=True),
    Field("places", ["Places", "Nombre de places", "Effectif demandé"], filled=True),
    Field("months", ["Durée (mois)", "Durée"], filled=True),
    Field("starts_on", ["Prise de service", "Début"], filled=True),
    Field("required", ["ETP requis", "Postes requis"], required=False),
    Field("present", ["ETP en poste", "Postes pourvus"], required=False),
]


def cells(context: Mapping[str, Any], on: date) -> dict:
    return {
        "convention": readers.text(30), "commune": readers.commune(on), "name": readers.text(160),
        "legal_form": readers.choice("legal_form"), "head": readers.text(120), "phone": readers.phone,
        "form": readers.text(30), "profile": readers.word("profile", 60), "starts_on": start_reader(on),
        "places": lambda written: readers.read_int(written, minimum=1, maximum=MOST_PLACES),
        "months": lambda written: readers.read_int(written, minimum=1, maximum=MOST_MONTHS),
        "required": _tenths, "present": _tenths,
    }  # fmt: skip


def _tenths(written: str) -> int:
    """Full-time posts with one decimal, in tenths: "7,5" is 75."""
    whole, _comma, part = "".join(written.split()).replace(".", ",").partition(",")
    if not whole.isdecimal() or (part and (not part.isdecimal() or len(part.rstrip("0")) > 1)):
        raise Refusal("bad_number", f"« {written[:40]} » ne convient pas. Écrivez par exemple 7 ou 7,5.")
    return int(whole) * 10 + int(part[:1] or 0)


def judge(context: Mapping[str, Any], by: User, on: date) -> Judge:
    """A line is known by its convention, facility, form and profile; a facility unknown in its commune will enter the register."""
    forms = {form.code: form for form in Form.objects.all()}
    known = {row.reference: row for row in Convention.objects.all()}
    first: dict[tuple, int] = {}

    def hear(lines: Sequence[Line]) -> None:
        hosts = _hosts(lines)
        for line in lines:
            try:
                row = line.values["row"] = _row(line.values, known, forms, hosts, by, on)
            except Refusal as no:
                line.refuse(no.field or "convention", no.code, no.sentence)
                continue
            line.shown = _shown(row, line)
            key = (row.convention.pk, fold(line.values["name"]), line.values["commune"].pk, row.form.pk, row.profile)
            if first.setdefault(key, line.number) != line.number:
                line.refuse("name", "line_twice", f"Cette structure et ce profil sont déjà à la ligne {first[key]}.")
            elif isinstance(row.host, Host):
                _compare(line, row)
            if row.gap_tenths is not None and row.places * 10 > row.gap_tenths:
                line.remarks.append(
                    f"{row.places} places pour {line.shown['Postes qui manquent']} postes qui manquent."
                )

    return hear


def _hosts(lines: Sequence[Line]) -> dict[tuple, list[Host]]:
    names = {fold(line.values["name"]) for line in lines}
    found: dict[tuple, list[Host]] = {}
    for host in Host.objects.filter(folded__in=names).select_related("commune"):
        found.setdefault((host.folded, host.commune_id), []).append(host)
    return found


def _row(
    values: Mapping[str, Any], conventions: Mapping[str, Convention], forms: Mapping[str, Form],
    hosts: Mapping[tuple, list[Host]], by: User, on: date,
) -> NewPlanned:  # fmt: skip
    convention, form = conventions.get(values["convention"]), forms.get(values["form"].upper())
    if convention is None:
        sentence = f"Convention : « {values['convention']} » n’est pas enregistrée. Enregistrez-la d’abord."
        raise Refusal("unknown_convention", sentence, field="convention")
    require_sector(by, convention.domain)
    if form is None:
        raise Refusal("unknown_choice", f"Forme : écrivez l’un de {', '.join(sorted(forms))}.", field="form")
    term_of(form, values["months"], values["starts_on"])
    gap = None if values["required"] is None else max(0, values["required"] - (values["present"] or 0))
    return NewPlanned(
        convention=convention, host=_host(values, convention, hosts, on), form=form, profile=values["profile"],
        places=values["places"], months=values["months"], starts_on=values["starts_on"], gap_tenths=gap,
    )  # fmt: skip


def _host(
    values: Mapping[str, Any], convention: Convention, hosts: Mapping[tuple, list[Host]], on: date
) -> Host | NewHost:
    phone = values["phone"].e164 if values["phone"] else ""
    found = hosts.get((fold(values["name"]), values["commune"].pk), [])
    found = [host for host in found if host.phone == phone] or found if phone else found
    if len(found) > 1:
        raise Refusal(
            "which_host",
            f"Structure : {len(found)} portent ce nom dans la commune. Donnez son téléphone.",
            field="name",
        )
    if found:
        return found[0]
    legal_form = values["legal_form"] or (
        "local_authority" if convention.domain == "decentralisation" else "public_body"
    )
    if actions.must_show_receipt(legal_form, on):
        raise Refusal(
            "receipt_missing",
            "Statut : une association entre d’abord au registre, avec son récépissé.",
            field="legal_form",
        )
    return NewHost(name=values["name"], legal_form=legal_form, domain=convention.domain, commune_id=values["commune"].pk,
                   head=values["head"] or "", phone=phone)  # fmt: skip


def _shown(row: NewPlanned, line: Line) -> dict[str, str]:
    return {
        "Convention": row.convention.reference, "Commune": line.values["commune"].name, "Structure": row.host.name,
        "Registre": row.host.number if isinstance(row.host, Host) else "nouvelle", "Forme": row.form.code,
        "Profil": rules.label("profile", row.profile), "Places": str(row.places), "Durée": f"{row.months} mois",
        "Postes qui manquent": Planned(gap_tenths=row.gap_tenths).gap,
    }  # fmt: skip


def _compare(line: Line, row: NewPlanned) -> None:
    known = Planned.objects.filter(
        convention=row.convention, host=row.host.pk, form=row.form, profile=row.profile
    ).first()
    if known is None:
        return
    same = all(getattr(known, name) == getattr(row, name) for name in ("places", "months", "starts_on", "gap_tenths"))
    line.outcome = "same" if same else "changed"
    if not same and known.state != "planned":
        line.refuse(
            "places", "planned_settled", f"Cette ligne est déjà « {known.get_state_display()} » : elle ne change plus."
        )


def commit(lines: Sequence[Line], context: Mapping[str, Any], by: User, on: date) -> dict:
    written = conventions.plan([line.values["row"] for line in lines], by=by, on=on)
    return {"new": sum(line.outcome == "new" for line in lines), "changed": len(written)}


KIND = Kind("planned", _("Table d’une convention sectorielle"), P.CONVENTIONS_WRITE, FIELDS, cells, judge, commit)
