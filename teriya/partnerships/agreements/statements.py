"""Advance, justification, refund: where the money of an agreement stands, from the ledger and down to the lines."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Max, Q, Sum

from teriya.foundation.ledger.models import EnvelopeMovement, Leg
from teriya.foundation.ledger.queries import envelope_totals, net
from teriya.partnerships.agreements import queries
from teriya.partnerships.agreements.models import Agreement, AgreementEnvelope, Ineligible

_ON_THE_WAY = ("ordered", "sent")  # francs spent on the envelope that no volunteer has received yet
_BEFORE_ORDER = ("pay_line_owed", "pay_line_ordered", "pay_line_rejected")  # what they owe was not spent yet


@dataclass(frozen=True, slots=True)
class Statement:
    """Francs of one envelope, or of all. `unproven`: ordered for volunteers who have not received it yet.

    `refused`: all that the funder refuses; `ineligible`: what of it no other envelope bears.
    """

    granted: int = 0
    committed: int = 0
    received: int = 0
    refunded: int = 0
    spent: int = 0
    unproven: int = 0
    refused: int = 0
    ineligible: int = 0

    @property
    def justified(self) -> int:
        """Allowances received, and expenses accepted."""
        return self.spent - self.unproven

    @property
    def eligible(self) -> int:
        """What the funder accepts of it."""
        return self.justified - self.ineligible

    @property
    def balance(self) -> int:
        """Advance left to justify or to give back; negative: the agency is ahead of the funder."""
        return self.received - self.refunded - self.eligible

    @property
    def available(self) -> int:
        return self.granted - self.committed

    @property
    def outstanding(self) -> int:
        return self.committed - self.spent

    def to_refund(self, is_over: bool) -> int:
        """What must go back now: the whole balance once the eligible days are over, what the funder refused before."""
        left = self.balance if is_over else min(self.balance, self.refused - self.refunded)
        return max(left, 0)


@dataclass(frozen=True, slots=True)
class ChargedLine:
    """One line that an envelope paid: a pay line, an expense. `refused`: what the funder refuses of it."""

    envelope: AgreementEnvelope
    source: str
    source_id: int
    on: date
    amount: int
    refused: Ineligible | None = None


def statements(agreement: Agreement, until: date | None = None) -> dict[int, Statement]:
    """Envelope of the agreement → its statement at the end of a day (today unless said)."""
    return statements_of([agreement], until)[agreement.pk]


def statements_of(agreements: Sequence[Agreement], until: date | None = None) -> dict[int, dict[int, Statement]]:
    """Agreement → `statements`, in four queries whatever their number."""
    rows = list(AgreementEnvelope.objects.filter(agreement__in=agreements).exclude(envelope=None))
    then = Q() if until is None else Q(on__lte=until)
    ids = [row.envelope_id for row in rows]
    moves = envelope_totals(ids, until)
    waiting = _unproven(ids, until)
    lines = Ineligible.objects.filter(then, envelope__in=rows).order_by().values_list("envelope")
    refused = {
        pk: (everything, borne or 0)
        for pk, everything, borne in lines.annotate(all=Sum("amount"), borne=Sum("amount", filter=_borne(until)))
    }
    found: dict[int, dict[int, Statement]] = {agreement.pk: {} for agreement in agreements}
    for row in rows:
        moved = moves.get(row.envelope_id, {})
        held = net(moved)
        everything, borne = refused.get(row.pk, (0, 0))
        found[row.agreement_id][row.pk] = Statement(
            granted=held.granted, committed=held.committed, spent=held.spent, received=moved.get("received", 0), refunded=moved.get("refunded", 0),
            unproven=waiting.get(row.envelope_id, 0), refused=everything, ineligible=borne,
        )  # fmt: skip
    return found


def _borne(until: date | None) -> Q:
    """Refused lines that no other envelope bears at the end of a day."""
    return Q(carrier=None) if until is None else Q(carried_on=None) | Q(carried_on__gt=until)


def _unproven(envelopes, until: date | None) -> dict[int, int]:
    then = Q() if until is None else Q(entry__on__lte=until)
    came_back = Q(account="owed") & ~Q(entry__source__in=_BEFORE_ORDER)
    legs = Leg.objects.filter(Q(account__in=_ON_THE_WAY) | came_back, then, envelope__in=envelopes)
    return dict(legs.order_by().values_list("envelope").annotate(Sum("amount")))


def total(parts: Sequence[Statement]) -> Statement:
    return Statement(*(sum(getattr(one, field.name) for one in parts) for field in fields(Statement)))


def statement(agreement: Agreement, until: date | None = None) -> Statement:
    """All its envelopes together."""
    return total(list(statements(agreement, until).values()))


def lines_of(agreement: Agreement, until: date | None = None) -> list[ChargedLine]:
    """Every line that its envelopes paid, net of what came back, the latest first, in three queries."""
    envelopes = {row.envelope_id: row for row in agreement.envelopes.all() if row.envelope_id}
    then = Q() if until is None else Q(on__lte=until)
    spent = EnvelopeMovement.objects.filter(then, envelope__in=envelopes, kind__in=("spent", "returned"))
    rows = spent.order_by().values_list("envelope", "source", "source_id", "kind").annotate(Sum("amount"), Max("on"))
    sums: dict[tuple[int, str, int], tuple[int, date]] = {}
    for envelope, source, pk, kind, francs, on in rows:
        key = envelope, source, pk
        before, day = sums.get(key, (0, on))
        sums[key] = before + (francs if kind == "spent" else -francs), max(day, on)
    refused = {
        (one.envelope_id, one.source, one.source_id): one
        for one in Ineligible.objects.filter(then, envelope__agreement=agreement)
    }
    found = []
    for (envelope, source, pk), (francs, on) in sums.items():
        if francs:
            row = envelopes[envelope]
            found.append(ChargedLine(row, source, pk, on, francs, refused.get((row.pk, source, pk))))
    return sorted(found, key=lambda line: (line.on, line.source, line.source_id), reverse=True)


def is_over(agreement: Agreement, on: date) -> bool:
    """Whether no cost is eligible any more."""
    return queries.in_force(agreement, on).last_day < on
