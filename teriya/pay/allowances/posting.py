"""Where a volunteer's francs stand in the ledger: allowances → owed → ordered → sent → received.

Each entry moves a sum from one account to the next: the first leg is negative, the second positive. So `ledger.balances()`
reads what is owed and not ordered, ordered and not sent, sent and not answered, received; allowances is their negative.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from teriya.foundation.core.money import split
from teriya.foundation.ledger import actions as ledger
from teriya.foundation.ledger.models import Envelope, EnvelopeMovement
from teriya.pay.allowances.models import Correction, PayLine, PaymentOrder, RetentionOrder
from teriya.pay.allowances.queries import owner_of
from teriya.pay.allowances.states import RetentionKind

# Where what is retained goes: the volunteer's savings, the kits paid back, or what the person had already received.
KEPT_ON = {RetentionKind.SAVINGS: "savings", RetentionKind.KIT: "kits", RetentionKind.OVERPAYMENT: "received"}


def shares(line: PayLine, amount: int) -> list[tuple[int, int]]:
    """(envelope, francs) of a part of the line, in the proportions of its splits, to the franc."""
    splits = sorted(line.splits.all(), key=lambda part: part.pk)
    return list(
        zip([part.envelope_id for part in splits], split(amount, [part.amount for part in splits]), strict=True)
    )


def _legs(line: PayLine, amount: int, source: str, to: str) -> list[dict]:
    person = owner_of(line.mission.person)
    return [
        {"account": account, "amount": sign * francs, "envelope_id": envelope, "person": person}
        for envelope, francs in shares(line, amount) if francs
        for account, sign in ((source, -1), (to, 1))
    ]  # fmt: skip


def owe(lines: Sequence[PayLine], *, on: date) -> None:
    """The debt is established: the net is owed, what is retained goes where its kind says.

    An overpayment taken back is money that the person already holds: it is received for this month, and no longer a charge of
    the envelopes that had paid too much.
    """
    ledger.post_many(
        [("pay_line_owed", line.pk, f"Dû {line.month:%m/%Y}", [*_legs(line, line.net, "allowances", "owed"), *_kept(line)])
         for line in lines], on=on)  # fmt: skip
    _recover(lines, "pay_line_recovered", "Trop-perçu repris", "overpaid", "allowances", on)


def order(lines: Sequence[PayLine], *, on: date) -> None:
    """Ordered for payment, and spent on the envelopes that had committed it; those that had paid too much get it back."""
    _post("pay_line_ordered", "Ordonnancé", lines, "owed", "ordered", on)
    _move(lines, EnvelopeMovement.Kind.SPENT, on)
    _move_recovered(lines, EnvelopeMovement.Kind.RETURNED, on)


def reject(lines: Sequence[PayLine], *, on: date) -> None:
    """The accountant refused: everything goes back, by reversal, and the envelopes get their francs again."""
    ledger.post_many(
        [("pay_line_rejected", line.pk, f"Rejeté {line.month:%m/%Y}",
          [*_legs(line, line.net, "ordered", "allowances"), *_kept(line, is_back=True)])
         for line in lines], on=on)  # fmt: skip
    _recover(lines, "pay_line_unrecovered", "Reprise annulée", "allowances", "overpaid", on)
    _move(lines, EnvelopeMovement.Kind.RETURNED, on)
    _move_recovered(lines, EnvelopeMovement.Kind.SPENT, on)


def overpaid(line: PayLine, order: RetentionOrder, *, on: date) -> None:
    """A paid month was too much: the difference, which the person holds, is to be taken back."""
    legs = _legs(line, order.total, "received", "overpaid")
    ledger.post_many([("overpayment", order.pk, f"Trop-perçu {line.month:%m/%Y}", legs)], on=on)


def send(orders: Iterable[PaymentOrder], *, on: date) -> None:
    _post_orders("payment_sent", "Envoyé", orders, "ordered", "sent", on)


class Payment(NamedTuple):
    """An order as the ledger needs it: whose francs, and which envelopes pay in what proportions."""

    pk: int
    reference: str
    amount: int
    person: int
    shares: list[tuple[int, int]]


_STANDS = {"sent": "sent", "contested": "sent", "paid": "received", "returned": "owed"}  # a state’s account
_FIRST = {("sent", "paid"): "payment_received", ("sent", "returned"): "payment_returned"}
_SAID = {"paid": "Reçu", "returned": "Revenu", "contested": "Contesté"}


def answered(changes: Iterable[tuple[Payment, str, str, int]], *, on: date) -> None:
    """(payment, former state, new state, answer): received, owed again, or sent again while it is contested.

    A first answer is written under its order; what corrects it, under the answer.
    """
    entries = []
    for payment, was, state, answer in changes:
        source, to = _STANDS[was], _STANDS[state]
        if source == to:
            continue
        first = _FIRST.get((was, state))
        weights = [francs for _envelope, francs in payment.shares]
        legs = [
            {"account": account, "amount": sign * part, "envelope_id": envelope, "person": payment.person}
            for (envelope, _weight), part in zip(payment.shares, split(payment.amount, weights), strict=True) if part
            for account, sign in ((source, -1), (to, 1))
        ]  # fmt: skip
        name, pk = (first, payment.pk) if first else (f"answer_{state}", answer)
        entries.append((name, pk, f"{_SAID[state]} {payment.reference}", legs))
    ledger.post_many(entries, on=on)


def order_again(orders: Iterable[PaymentOrder], *, on: date) -> None:
    _post_orders("payment_reordered", "Ordonnancé à nouveau", orders, "owed", "ordered", on)


def _kept(line: PayLine, *, is_back: bool = False) -> list[dict]:
    """What a line retains, by kind: lines older than the kinds kept savings only."""
    sums: Counter[str] = Counter()
    for row in line.lines:
        if row["kind"] == "retention":
            sums[KEPT_ON[row.get("retention") or RetentionKind.SAVINGS]] -= row["amount"]
    ends = [(account, "allowances") if is_back else ("allowances", account) for account in sums]
    return [
        leg
        for (source, to), francs in zip(ends, sums.values(), strict=True)
        for leg in _legs(line, francs, source, to)
    ]


def recovered(lines: Iterable[PayLine]) -> dict[int, list[tuple[PayLine, int]]]:
    """Line id → (line that was paid too much, francs that this one takes back for it)."""
    asked = [
        (line.pk, row["order"], -row["amount"])
        for line in lines for row in line.lines if row.get("retention") == RetentionKind.OVERPAYMENT
    ]  # fmt: skip
    corrections = Correction.objects.filter(order__in={order for _line, order, _francs in asked})
    rows = corrections.select_related("line__mission__person").prefetch_related("line__splits")
    paid = {correction.order_id: correction.line for correction in rows}
    found: dict[int, list[tuple[PayLine, int]]] = {}
    for line, order, francs in asked:
        found.setdefault(line, []).append((paid[order], francs))
    return found


def _recover(lines: Iterable[PayLine], source: str, label: str, frm: str, to: str, on: date) -> None:
    ledger.post_many(
        [(source, pk, label, [leg for paid, francs in rows for leg in _legs(paid, francs, frm, to)])
         for pk, rows in recovered(lines).items()], on=on)  # fmt: skip


def _move_recovered(lines: Iterable[PayLine], kind: str, on: date) -> None:
    sums: Counter[tuple[int, int]] = Counter()
    for pk, rows in recovered(lines).items():
        for paid, francs in rows:
            for envelope, part in shares(paid, francs):
                sums[envelope, pk] += part
    _move_sums([(envelope, "recovered", pk, francs) for (envelope, pk), francs in sums.items() if francs], kind, on)


def _post(source: str, label: str, lines: Iterable[PayLine], frm: str, to: str, on: date) -> None:
    ledger.post_many(
        [
            (source, line.pk, f"{label} {line.month:%m/%Y}", _legs(line, line.net, frm, to))
            for line in lines
            if line.net
        ],
        on=on,
    )


def _post_orders(source: str, label: str, orders: Iterable[PaymentOrder], frm: str, to: str, on: date) -> None:
    ledger.post_many(
        [(source, paid.pk, f"{label} {paid.reference}", _legs(paid.line, paid.amount, frm, to)) for paid in orders],
        on=on,
    )


def _move(lines: Iterable[PayLine], kind: str, on: date) -> None:
    parts = [(part.envelope_id, "pay_line", line.pk, part.amount) for line in lines for part in line.splits.all()]
    _move_sums(parts, kind, on)


def _move_sums(parts: Iterable[tuple[int, str, int, int]], kind: str, on: date) -> None:
    by_envelope: dict[int, list[tuple[str, int, int]]] = {}
    for envelope, source, pk, francs in parts:
        by_envelope.setdefault(envelope, []).append((source, pk, francs))
    for row in Envelope.objects.filter(pk__in=by_envelope).order_by("pk"):
        ledger.move(row, kind, by_envelope[row.pk], on=on)
