"""Balances, always computed from the lines."""

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from teriya.foundation.ledger.models import EnvelopeMovement, LedgerEntry, Leg


def envelope_totals() -> dict[int, dict[str, int]]:
    """Per envelope, the sum of each kind of movement."""
    totals: dict[int, dict[str, int]] = {}
    rows = EnvelopeMovement.objects.values("envelope_id", "kind").annotate(sum=Sum("amount"))
    for row in rows:
        totals.setdefault(row["envelope_id"], {})[row["kind"]] = row["sum"]
    return totals


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an envelope stands, in francs. What is spent was committed before; what is available is not committed."""

    granted: int
    committed: int
    spent: int

    @property
    def available(self) -> int:
        return self.granted - self.committed


def standings() -> dict[int, Standing]:
    """Envelope id → where it stands, net of what was released or came back."""
    found = {}
    for pk, sums in envelope_totals().items():
        committed = sums.get("committed", 0) - sums.get("released", 0)
        spent = sums.get("spent", 0) - sums.get("returned", 0)
        found[pk] = Standing(sums.get("granted", 0), committed, spent)
    return found


def balances() -> dict[str, int]:
    """Per account, the sum of its legs; together they are zero."""
    return {row["account"]: row["sum"] for row in Leg.objects.values("account").annotate(sum=Sum("amount"))}


def unbalanced() -> QuerySet[LedgerEntry]:
    """Entries whose legs do not sum to zero: an audit expects none."""
    return LedgerEntry.objects.annotate(sum=Sum("legs__amount")).exclude(sum=0)
