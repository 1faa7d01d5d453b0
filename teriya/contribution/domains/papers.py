"""The note to the board on the choice of domains. Papers are in French."""

from datetime import date

from teriya.contribution.domains.models import DomainNote, NoteLine
from teriya.foundation.accounts.models import User
from teriya.foundation.core.money import amount, grouped
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import in_french, letterhead
from teriya.foundation.documents.models import Document
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts import priorities


def issue_note(note: DomainNote, *, by: User, on: date) -> Document:
    """Numbered and frozen with the numbers of the note, its reasons and the director’s text."""
    lines = list(note.lines.order_by("rank"))
    data = letterhead() | {
        "title": "Choix des domaines prioritaires",
        "addressee": "conseil d’administration",
        "preamble": f"Compté du {note.since:%d/%m/%Y} au {note.on:%d/%m/%Y}, d’après ce qui était connu ce dernier jour. Le domaine est celui du profil du "
        "poste, à défaut celui de la structure.",
        "parts": [_cost(lines), _gap(lines), _outputs(lines), _reasons(lines), _now(note.on), _text(note)],
        "closing": "Le coût réunit ce qui est connu par domaine : allocations dues et kits remis. Formation, couverture et siège n’y sont pas. "
        "Le conseil décide ; la prochaine vague lira sa décision.",
        "signatures": [{"party": "La direction générale", "name": str(by), "function": in_french(by.capacity("domains.decide")), "on": on, "means": "électronique"}],
    }  # fmt: skip
    return issue(kind="rapport", series="DOMAINES", subject="domain_note", sheet=Sheet(note.pk, data), by=by, on=on)


def _named(line: NoteLine) -> str:
    return rules.label("domain", line.domain) if line.domain else "sans domaine connu"


def _columns(first: str, *others: tuple[str, str]) -> list[dict]:
    return [{"title": title, "kind": kind} for title, kind in ((first, "text"), *others)]


def _cost(lines: list[NoteLine]) -> dict:
    columns = _columns(
        "Domaine", ("En service", "number"), ("Jours", "number"), ("Coût connu", "amount"), ("Par jour", "amount")
    )
    rows = [[_named(line), line.volunteers, line.days, line.cost, line.cost_a_day] for line in lines]
    total = sum(line.cost for line in lines)
    return {"title": "Volontaires et coût", "text": f"En tout {amount(total)}.", "columns": columns, "rows": rows}


def _gap(lines: list[NoteLine]) -> dict:
    columns = _columns(
        "Domaine",
        ("Approuvées", "number"),
        ("Prévues", "number"),
        ("Pourvues", "number"),
        ("Manquent", "number"),
        ("ETP manquants", "text"),
    )
    rows = [[_named(line), line.asked, line.planned, line.filled, line.gap, _tenths(line.lacking)] for line in lines]
    return {
        "title": "Écart au besoin",
        "text": "Places des besoins approuvés, places prévues par les conventions et pas encore confirmées, places pourvues. "
        "Les emplois manquants (ETP) sont ceux que disent les conventions.",
        "columns": columns, "rows": rows,
    }  # fmt: skip


def _tenths(lacking: int) -> str:
    return f"{lacking // 10},{lacking % 10}" if lacking else ""


def _outputs(lines: list[NoteLine]) -> dict:
    rows = [[_named(line), name, grouped(value), unit] for line in lines for _code, name, unit, value in line.outputs]
    columns = _columns("Domaine", ("Indicateur", "text"), ("Valeur", "text"), ("Unité", "text"))
    return {
        "title": "Valeurs validées",
        "text": "" if rows else "Aucune valeur validée.",
        "columns": columns if rows else [],
        "rows": rows,
    }


def _reasons(lines: list[NoteLine]) -> dict:
    rows = [[_named(line), line.reason] for line in lines if line.reason]
    return {"title": "Motifs", "text": "", "columns": _columns("Domaine", ("Motif", "text")), "rows": rows}


def _now(on: date) -> dict:
    found = priorities.in_force(on)
    named = ", ".join(rules.label("domain", code) for code in found.codes)
    said = (
        f"{named}. Source : {found.source}, depuis le {found.since:%d/%m/%Y}."
        if found.since
        else "Aucun domaine ne passe d’abord."
    )
    return {"title": "En vigueur à ce jour", "text": said, "columns": [], "rows": []}


def _text(note: DomainNote) -> dict:
    return {"title": "Proposition de la direction", "text": note.text, "columns": [], "rows": []}
