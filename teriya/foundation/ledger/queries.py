"""Balances, always computed from the lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from teriya.foundation.ledger.models import Envelope, EnvelopeMovement, LedgerEntry, Leg


def envelope_totals(envelopes: Iterable[int] | None = None, until: date | None = None) -> dict[int, dict[str, int]]:
    """Per envelope (all unless said), the sum of each kind of movement at the end of a day (today unless said)."""
    rows = (
        EnvelopeMovement.objects.all()
        if envelopes is None
        else EnvelopeMovement.objects.filter(envelope__in=envelopes)
    )
    rows = rows if until is None else rows.filter(on__lte=until)
    totals: dict[int, dict[str, int]] = {}
    for envelope, kind, francs in rows.order_by().values_list("envelope", "kind").annotate(sum=Sum("amount")):
        totals.setdefault(envelope, {})[kind] = francs
    return totals


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an envelope stands, in francs, each net of what undoes it. What is spent was committed before."""

    granted: int
    committed: int
    spent: int
    received: int = 0

    @property
    def available(self) -> int:
        """What may still be committed; negative after a budget cut that the commitments exceed."""
        return self.granted - self.committed

    @property
    def outstanding(self) -> int:
        """Committed, and not spent yet."""
        return self.committed - self.spent

    @property
    def cash(self) -> int:
        """Received, and not spent yet; negative where another till pays in advance."""
        return self.received - self.spent

    @property
    def free(self) -> int:
        """Cash that no commitment waits for: received − committed and not spent − spent."""
        return self.received - self.committed


NOTHING = Standing(0, 0, 0)
NET = {"granted": ("granted", "withdrawn"), "committed": ("committed", "released"), "spent": ("spent", "returned"),
       "received": ("received", "refunded")}  # each kind of movement, and what undoes it  # fmt: skip


def net(sums: Mapping[str, int]) -> Standing:
    """Where an envelope stands by the sums of its kinds of movement."""
    return Standing(**{name: sums.get(more, 0) - sums.get(less, 0) for name, (more, less) in NET.items()})


def standings(envelopes: Iterable[int] | None = None, until: date | None = None) -> dict[int, Standing]:
    """Envelope id → where it stands."""
    return {pk: net(sums) for pk, sums in envelope_totals(envelopes, until).items()}


def standing_of(envelope: Envelope) -> Standing:
    return standings([envelope.pk]).get(envelope.pk, NOTHING)


def left_on_seats(seats: Iterable[int]) -> dict[tuple[int, int], int]:
    """(envelope, seat) → francs committed for the seat and not spent yet, in one query."""
    sums = (
        EnvelopeMovement.objects.filter(seat__in=seats)
        .order_by().values_list("envelope", "seat", "kind").annotate(sum=Sum("amount"))
    )  # fmt: skip
    found: dict[tuple[int, int], int] = {}
    for envelope, seat, kind, francs in sums:
        found[envelope, seat] = found.get((envelope, seat), 0) + _ON_SEAT.get(kind, 0) * francs
    return found


_ON_SEAT = {"committed": 1, "returned": 1, "released": -1, "spent": -1}


def balances() -> dict[str, int]:
    """Per account, the sum of its legs; together they are zero."""
    return {row["account"]: row["sum"] for row in Leg.objects.values("account").annotate(sum=Sum("amount"))}


def unbalanced() -> QuerySet[LedgerEntry]:
    """Entries whose legs do not sum to zero: an audit expects none."""
    return LedgerEntry.objects.annotate(sum=Sum("legs__amount")).exclude(sum=0)
