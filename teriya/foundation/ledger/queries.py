"""Balances, always computed from the lines."""

from django.db.models import QuerySet, Sum

from teriya.foundation.ledger.models import EnvelopeMovement, LedgerEntry, Leg


def envelope_totals() -> dict[int, dict[str, int]]:
    """Per envelope, the sum of each kind of movement."""
    totals: dict[int, dict[str, int]] = {}
    rows = EnvelopeMovement.objects.values("envelope_id", "kind").annotate(sum=Sum("amount"))
    for row in rows:
        totals.setdefault(row["envelope_id"], {})[row["kind"]] = row["sum"]
    return totals


def balances() -> dict[str, int]:
    """Per account, the sum of its legs; together they are zero."""
    return {row["account"]: row["sum"] for row in Leg.objects.values("account").annotate(sum=Sum("amount"))}


def unbalanced() -> QuerySet[LedgerEntry]:
    """Entries whose legs do not sum to zero: an audit expects none."""
    return LedgerEntry.objects.annotate(sum=Sum("legs__amount")).exclude(sum=0)
