"""Frozen facts in words: the same lines for the page, the PDF, the workbook and the places of a funder's own template."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.money import grouped
from teriya.partnerships.agreements.states import Cost


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: the code by which a template names it, its words, the value, how people read it."""

    code: str
    label: str
    value: int | str
    said: str


def sections(facts: Mapping[str, Any]) -> list[tuple[str, list[Line]]]:
    """Title and lines of each part of a report."""
    parts = [
        (_("La convention"), _agreement(facts)), (_("L’argent"), _money(facts)), (_("Ce qui est dépensé, par nature"), _costs(facts)),
        (_("Les personnes"), _people(facts)), (_("Par région"), _regions(facts)), (_("Les résultats"), _results(facts)),
        (_("Les preuves"), _evidence(facts)),
    ]  # fmt: skip
    return [(title, lines) for title, found in parts if (lines := list(found))]


def values(facts: Mapping[str, Any]) -> dict[str, int | str]:
    """Code → value: what a template may ask for. Kinds of cost without a franc are there, at zero."""
    none = {f"cost_{code}": 0 for code in Cost.values}
    return none | {line.code: line.value for _title, lines in sections(facts) for line in lines if line.code}


def _agreement(facts: Mapping[str, Any]) -> Iterator[Line]:
    for code, label in (("reference", _("Référence")), ("title", _("Objet")), ("partner", _("Partenaire"))):
        yield Line(code, label, facts[code], facts[code])
    yield Line("amount", _("Montant"), facts["amount_said"], facts["amount_said"])
    for code, label in (("first_day", _("Du")), ("last_day", _("Au")), ("as_of", _("Compté au"))):
        yield Line(code, label, facts[code], date_format(date.fromisoformat(facts[code]), "j F Y"))


def _money(facts: Mapping[str, Any]) -> Iterator[Line]:
    for code, label in (("promised", _("Promis")), ("called", _("Appelé"))):
        yield Line(code, label, facts[f"{code}_said"], facts[f"{code}_said"])
    for code, label in (
        ("received", _("Reçu")), ("refunded", _("Rendu")), ("granted", _("Doté")), ("committed", _("Engagé")), ("spent", _("Dépensé")),
        ("justified", _("Justifié")), ("ineligible", _("Refusé par le bailleur")), ("balance", _("Reste à justifier ou à rendre")),
        ("available", _("Peut encore être engagé")),
    ):  # fmt: skip
        yield Line(code, label, facts["money"][code], in_francs(facts["money"][code]))


def _costs(facts: Mapping[str, Any]) -> Iterator[Line]:
    for one in facts["costs"]:
        yield Line(
            f"cost_{one['cost']}", str(Cost(one["cost"]).label).capitalize(), one["francs"], in_francs(one["francs"])
        )


def _people(facts: Mapping[str, Any]) -> Iterator[Line]:
    people = facts["people"]
    yield _count("seats", _("Places financées"), facts["seats"])
    yield _count("people", _("Volontaires"), people["total"])
    yield _count("women", _("Femmes"), people["women"])
    yield _count("men", _("Hommes"), people["men"])
    for n, band in enumerate(people["ages"], start=1):
        yield _count(f"age_{n}", _band(band), band["count"])
    yield Line("", _("Handicap"), "", _("le registre ne le demande pas"))


def _band(band: Mapping[str, Any]) -> str:
    if not band["from"]:
        return _("Moins de %(high)s ans") % {"high": band["to"] + 1}
    if not band["to"]:
        return _("%(low)s ans et plus") % {"low": band["from"]}
    return _("De %(low)s à %(high)s ans") % {"low": band["from"], "high": band["to"]}


def _regions(facts: Mapping[str, Any]) -> Iterator[Line]:
    for one in facts["regions"]:
        yield _count("", one["name"], one["count"])


def _results(facts: Mapping[str, Any]) -> Iterator[Line]:
    found = facts["results"]
    yield _count("days", _("Jours servis, confirmés par deux personnes"), found["days"])
    yield _count("started", _("Missions commencées"), found["started"])
    yield _count("running", _("Missions en cours"), found["running"])
    yield _count("ended", _("Missions finies"), found["ended"])


def _evidence(facts: Mapping[str, Any]) -> Iterator[Line]:
    proof = facts["evidence"]
    yield _count("expenses", _("Factures vérifiées par une seconde personne"), len(proof["expenses"]))
    yield _count("pay_lines", _("Lignes de paie"), proof["pay_lines"])
    yield _count("signed_sheets", _("États de paye émargés et vérifiés"), len(proof["signed_sheets"]))


def _count(code: str, label: str, value: int) -> Line:
    return Line(code, label, value, grouped(value))
