"""How far the agency depends on one source: what each gave and paid in a year."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from teriya.foundation.ledger.models import EnvelopeMovement, SourceKind
from teriya.pay.cofinancing import foreseen
from teriya.pay.forecast.engine.concentration import Concentration, concentration

RECEIVED, SPENT = "recu", "depense"  # in an address
_SIGNS = {RECEIVED: {"received": 1, "refunded": -1}, SPENT: {"spent": 1, "returned": -1}}


@dataclass(frozen=True)
class Year:
    """`kinds`: kind of source → francs; `funders`: (kind, funder) → francs. In whole francs, net of what undoes them."""

    year: int
    kinds: Mapping[str, int]
    funders: Mapping[tuple[str, str], int]

    @property
    def by_kind(self) -> Concentration:
        return concentration(self.kinds)

    @property
    def by_funder(self) -> Concentration:
        return concentration(self.funders)

    @property
    def of_hosts(self) -> int:
        """Hundredths of a per cent that the shares of hosts are of it."""
        return self.by_kind.shares.get(SourceKind.HOST, 0)

    @property
    def recovered(self) -> tuple[int, int]:
        """(paid, due) of the calls to hosts that fell due in the year."""
        return foreseen.recovery_rate(date(self.year, 1, 1), date(self.year, 12, 31))


def years(measure: str) -> list[Year]:
    """Every year with a movement, the latest first, in one question."""
    signs = _SIGNS[measure]
    rows = EnvelopeMovement.objects.filter(kind__in=signs).annotate(year=ExtractYear("on")).order_by()
    sums = rows.values_list("year", "envelope__kind", "envelope__funder", "kind").annotate(sum=Sum("amount"))
    found: dict[int, tuple[dict[str, int], dict[tuple[str, str], int]]] = {}
    for year, kind, funder, movement, francs in sums:
        kinds, funders = found.setdefault(year, ({}, {}))
        kinds[kind] = kinds.get(kind, 0) + signs[movement] * francs
        funders[kind, funder] = funders.get((kind, funder), 0) + signs[movement] * francs
    return [Year(year, *found[year]) for year in sorted(found, reverse=True)]


def definition(measure: str) -> str:
    """What a figure counts, in one paragraph."""
    said = {
        RECEIVED: _("Reçu : l’argent encaissé dans l’année, moins ce qui est rendu au financeur."),
        SPENT: _("Ordonnancé : ce que les enveloppes ont payé dans l’année, moins ce qui est revenu."),
    }[measure]
    index = _("Indice de Herfindahl–Hirschman : la somme des carrés des parts, de 0 à 10 000. 10 000 : une seule source ; quatre sources égales : 2 500.")  # fmt: skip
    hosts = _("Recouvré : payé ÷ échu, des appels de quote-part à payer dans l’année, avoirs déduits.")
    return f"{said} {index} {hosts}"


def counted(year: Year) -> dict[str, Any]:
    """What a frozen figure keeps of a year; plain numbers."""
    paid, due = year.recovered
    return {
        "kinds": [[str(kind), francs] for kind, francs in _sorted(year.kinds)],
        "funders": [[str(kind), funder, francs] for (kind, funder), francs in _sorted(year.funders)],
        "total": year.by_kind.total, "index_by_kind": year.by_kind.index, "index_by_funder": year.by_funder.index,
        "of_hosts": year.of_hosts, "paid": paid, "due": due,
    }  # fmt: skip


def _sorted(sums: Mapping) -> list[tuple]:
    return sorted(sums.items(), key=lambda pair: (-pair[1], str(pair[0])))


def of_figure(year: int, kept: Mapping[str, Any]) -> Year:
    """The year as it was frozen."""
    return Year(year, dict(kept["kinds"]), {(kind, funder): francs for kind, funder, francs in kept["funders"]})


def fingerprint(year: int, measure: str, on: date, words: str, kept: Mapping[str, Any]) -> str:
    """SHA-256 of the figure, its definition and its day, as canonical JSON."""
    whole = {"year": year, "measure": measure, "on": on.isoformat(), "definition": words, "counted": kept}
    return hashlib.sha256(
        json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()
