"""The papers of this room: fiche d’évaluation of a host, fiche de mission of a need."""

from collections.abc import Sequence
from datetime import date

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.documents.actions import Sheet, issue_many
from teriya.foundation.documents.letterhead import in_french, letterhead
from teriya.foundation.documents.models import Document
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.templatetags.ui import phone
from teriya.mobilisation.hosts.models import RUBRICS, Evaluation, Host, Need

EVALUATION, MISSION = "evaluation", "need"  # what a paper is about


def evaluation_sheets(rows: Sequence[Evaluation], *, by: User, on: date) -> list[Document]:
    """One fiche an evaluation: the four rubrics, what was found, and who went there."""
    seen_by = _visa(by, P.HOSTS_EVALUATE, on)
    sheets = [Sheet(row.pk, _evaluation(row) | {"visas": [seen_by]}) for row in rows]
    return issue_many(kind="fiche", series="FE", subject=EVALUATION, sheets=sheets, by=by, on=on)


def mission_sheets(rows: Sequence[Need], *, by: User, on: date) -> list[Document]:
    """One fiche a need approved: the post, its tutor, its terms."""
    approved_by = _visa(by, P.NEEDS_APPROVE, on)
    sheets = [Sheet(row.pk, _mission(row) | {"visas": [approved_by]}) for row in rows]
    return issue_many(kind="fiche", series="FM", subject=MISSION, sheets=sheets, by=by, on=on)


def _visa(by: User, permission: str, on: date) -> dict:
    return {"function": by.capacity(permission), "name": by.name, "on": on, "number": ""}


def _evaluation(row: Evaluation) -> dict:
    rubrics = [
        _field(in_french(words).capitalize(), "oui" if getattr(row, name) else "non")
        for name, words in RUBRICS.items()
    ]
    result = "favorable" if row.is_favourable else f"défavorable : {', '.join(map(in_french, row.missing))}"
    return {
        **letterhead(row.host.commune.centre.seat),
        "title": "Fiche d’évaluation d’une structure d’accueil",
        "sections": [
            {"title": "Structure", "fields": _host(row.host)},
            {"title": "Rubriques, chacune éliminatoire", "fields": rubrics},
            {
                "title": "Constat",
                "fields": [_field("Observations", row.findings), _field("Résultat", result)],
            },
        ],
    }


def _mission(row: Need) -> dict:
    term = f"{row.months} mois, renouvelable" if row.is_renewable else f"{row.months} mois"
    return {
        **letterhead(row.host.commune.centre.seat),
        "title": f"Fiche de mission {row.reference}",
        "sections": [
            {"title": "Structure", "fields": _host(row.host)},
            {"title": "Poste", "fields": [
                _field("Forme", row.form.name_fr), _field("Profil", rules.label("profile", row.profile)),
                _field("Niveau minimum", rules.label("diploma", row.diploma) if row.diploma else ""),
                _field("Places", str(row.places)), _field("Durée", term),
                _field("Prise de service", f"{row.starts_on:%d/%m/%Y}"), _field("Tuteur", row.tutor),
                _field("Tâches", row.tasks), _field("Résultats attendus", row.outputs), _field("Lieu", row.place),
                _field("Logement", in_french(row.get_housing_display()) if row.housing else ""),
            ]},
        ],
    }  # fmt: skip


def _host(host: Host) -> list[dict]:
    receipt = [_field("Récépissé", host.receipt_number)] if host.receipt_number else []
    return [
        _field("Numéro", host.number), _field("Structure", host.name), _field("Commune", host.commune.name),
        _field("Statut juridique", rules.label("legal_form", host.legal_form)),
        _field("Domaine", rules.label("domain", host.domain)), _field("Responsable", host.head),
        _field("Téléphone", phone(host.phone)), *receipt,
    ]  # fmt: skip


def _field(label: str, value: str) -> dict:
    return {"label": label, "value": value}
