"""How far the agency depends on one source: what each gave and paid in a year."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Sum
from django.db.models.functions import ExtractYear

from teriya.foundation.ledger.models import EnvelopeMovement, SourceKind
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
