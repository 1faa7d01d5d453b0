"""The papers of a relation: the text of a convention, to be signed; the letter to an agency without the system. In French."""

from collections.abc import Sequence
from datetime import date

from teriya.exchange.relations.models import Convention, Letter
from teriya.exchange.relations.queries import TEXT
from teriya.exchange.relations.states import Line, Payer, Per
from teriya.exchange.relations.telling import Told, told
from teriya.exchange.wire.fields import FIELDS
from teriya.exchange.wire.models import Fact
from teriya.foundation.accounts.models import User
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import in_french, letterhead
from teriya.foundation.documents.models import Document


def issue_convention(row: Convention, *, by: User, on: date) -> Document:
    """Numbered and frozen: both agencies sign it in ink where their law asks for it."""
    head = letterhead()
    us, them = head["agency"]["name"], row.agency.name
    data = head | {
        "title": row.title if row.version == 1 else f"{row.title}, avenant {row.version - 1}",
        "addressee": them,
        "preamble": f"Entre {us} et {them}, pour la période du {row.starts_on:%d/%m/%Y} au {row.ends_on:%d/%m/%Y}.",
        "parts": [_exchange(row, us, them), _costs(row), _data(row)],
        "closing": "Chaque agence garde son exemplaire. Un changement est un avenant, approuvé par les deux.",
        "signatures": [
            {"party": f"Pour {name}", "name": "", "function": "", "on": None, "means": ""} for name in (us, them)
        ],
    }  # fmt: skip
    return issue(kind="rapport", series="ECHANGE", subject=TEXT, sheet=Sheet(row.pk, data), by=by, on=on)


def _table(*titles: tuple[str, str]) -> list[dict]:
    return [{"title": title, "kind": kind} for title, kind in titles]


def _exchange(row: Convention, us: str, them: str) -> dict:
    return {
        "title": "Volontaires échangés",
        "text": f"Les séjours durent de {row.months_min} à {row.months_max} mois. L’écart entre les deux sens ne dépasse pas "
        f"{row.tolerance}. Secteurs : {', '.join(row.sectors) or 'tous'}.",
        "columns": _table(("Agence d’envoi", "text"), ("Volontaires", "number")),
        "rows": [[us, row.number_out], [them, row.number_in]],
    }


def _costs(row: Convention) -> dict:
    return {
        "title": "Partage des coûts, pour un volontaire",
        "text": "" if row.costs() else "Aucun coût n’est partagé.",
        "columns": _table(("Dépense", "text"), ("Payée par", "text"), ("Francs CFA", "amount"), ("Base", "text")),
        "rows": [
            [in_french(Line(one.line).label).capitalize(), in_french(Payer(one.payer).label), one.amount, in_french(Per(one.per).label)]
            for one in row.costs()
        ],
    }  # fmt: skip


def _data(row: Convention) -> dict:
    fields = ", ".join(in_french(FIELDS[name][0]) for name in row.fields)
    after = in_french(row.get_after_display())
    return {
        "title": "Données personnelles",
        "text": f"Elles servent à : {row.purposes}. Seules sont transmises, avec le consentement de la personne : {fields or 'aucune'}. "
        f"Aucune donnée de santé n’est transmise. {row.keep_days} jours après le séjour ou le refus, elles sont {after}.",
        "columns": [],
        "rows": [],
    }  # fmt: skip


def issue_letter(letter: Letter, facts: Sequence[Fact], *, by: User, on: date) -> Document:
    """What we say to an agency without the system, since our last letter."""
    data = letterhead() | {
        "title": "Courrier à une agence partenaire",
        "addressee": letter.agency.name,
        "preamble": f"Voici ce que nous vous faisons savoir au {on:%d/%m/%Y}. Répondez-nous par écrit : votre lettre sera notée à son nom.",
        "parts": [_part(told(fact)) for fact in facts],
        "closing": "Ce qui concerne une personne est transmis avec son consentement, pour le seul usage convenu.",
        "signatures": [{"party": "Pour l’agence", "name": "", "function": "", "on": None, "means": ""}],
    }  # fmt: skip
    return issue(
        kind="rapport", series="COURRIER", subject="agency_letter", sheet=Sheet(letter.pk, data), by=by, on=on
    )


def _part(one: Told) -> dict:
    columns = _table(("Quoi", "text"), ("Dit", "text")) if one.rows else []
    return {"title": one.title, "text": one.text, "columns": columns, "rows": [list(row) for row in one.rows]}
