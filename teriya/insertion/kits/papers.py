"""The sheet of a handing-over (procès-verbal de remise): what the kit holds, its value, what is repaid and how; room to sign."""

from datetime import date

from teriya.foundation.accounts.models import User
from teriya.foundation.core.money import amount, grouped
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import letterhead
from teriya.foundation.documents.models import Document
from teriya.insertion.kits.engine.lots import terms
from teriya.insertion.kits.models import Kit


def issue_sheet(kit: Kit, *, by: User, on: date) -> Document:
    """Numbered and frozen when the kit is promised; it is signed when the kit is taken. Papers are in French."""
    lot, person = kit.lot, kit.person
    data = letterhead(kit.commune.name) | {
        "title": "Remise d’un kit d’installation",
        "preamble": f"Kit {kit.number}, {lot.title}, remis à {person.family} {person.given}, matricule {person.matricule}, commune de {kit.commune.name}. "
        f"Valeur : {amount(kit.value)}.",
        "columns": [{"title": "Ce que contient le kit", "kind": "text"}, {"title": "Vu", "kind": "signature"}],
        "rows": [[line.strip(), ""] for line in lot.content.splitlines() if line.strip()],
        "closing": _promise(kit),
        "signatures": [
            {"party": "Le bénéficiaire", "name": f"{person.family} {person.given}", "function": "", "on": None, "means": ""},
            {"party": "Pour l’agence", "name": "", "function": "", "on": None, "means": ""},
        ],
    }  # fmt: skip
    return issue(kind="liste", series="REMISE", subject="kit", sheet=Sheet(kit.pk, data, person.pk), by=by, on=on)


def _promise(kit: Kit) -> str:
    lot, parts = kit.lot, terms(kit.owed, kit.lot.months)
    if not parts:
        return "Rien n’est à rembourser."
    less = f", puis {parts.count(parts[-1])} de {amount(parts[-1])}" if parts[-1] != parts[0] else ""
    return (
        f"Le bénéficiaire rembourse {lot.percent} % de cette valeur, soit {amount(kit.owed)}, en {grouped(len(parts))} termes mensuels : "
        f"{parts.count(parts[0])} de {amount(parts[0])}{less}. Le premier est dû {lot.grace} mois après la remise. "
        "Chaque versement donne un reçu numéroté."
    )  # fmt: skip
