"""Where a volunteer's francs stand in the ledger: allowances → owed → ordered → sent → received.

Each entry moves a sum from one account to the next: the first leg is negative, the second positive. So `ledger.balances()`
reads what is owed and not ordered, ordered and not sent, sent and not answered, received; allowances is their negative.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from teriya.foundation.core.money import split
from teriya.foundation.ledger import actions as ledger
from teriya.foundation.ledger.models import Envelope, EnvelopeMovement
from teriya.pay.allowances.models import PayLine, PaymentOrder
from teriya.pay.allowances.queries import owner_of


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


def owe(lines: Iterable[PayLine], *, on: date) -> None:
    """The debt is established: the net is owed, what is retained goes to the volunteers' savings."""
    ledger.post_many(
        [("pay_line_owed", line.pk, f"Dû {line.month:%m/%Y}",
          [*_legs(line, line.net, "allowances", "owed"), *_legs(line, line.retained, "allowances", "savings")])
         for line in lines], on=on)  # fmt: skip


def order(lines: Sequence[PayLine], *, on: date) -> None:
    """Ordered for payment, and spent on the envelopes that had committed it."""
    _post("pay_line_ordered", "Ordonnancé", lines, "owed", "ordered", on)
    _move(lines, EnvelopeMovement.Kind.SPENT, on)


def reject(lines: Sequence[PayLine], *, on: date) -> None:
    """The accountant refused: everything goes back, by reversal, and the envelopes get their francs again."""
    ledger.post_many(
        [("pay_line_rejected", line.pk, f"Rejeté {line.month:%m/%Y}",
          [*_legs(line, line.net, "ordered", "allowances"), *_legs(line, line.retained, "savings", "allowances")])
         for line in lines], on=on)  # fmt: skip
    _move(lines, EnvelopeMovement.Kind.RETURNED, on)


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


def _post(source: str, label: str, lines: Iterable[PayLine], frm: str, to: str, on: date) -> None:
    ledger.post_many(
        [(source, line.pk, f"{label} {line.month:%m/%Y}", _legs(line, line.net, frm, to)) for line in lines], on=on
    )


def _post_orders(source: str, label: str, orders: Iterable[PaymentOrder], frm: str, to: str, on: date) -> None:
    ledger.post_many(
        [(source, paid.pk, f"{label} {paid.reference}", _legs(paid.line, paid.amount, frm, to)) for paid in orders],
        on=on,
    )


def _move(lines: Sequence[PayLine], kind: str, on: date) -> None:
    by_envelope: dict[int, list[tuple[str, int, int]]] = {}
    for line in lines:
        for part in line.splits.all():
            by_envelope.setdefault(part.envelope_id, []).append(("pay_line", line.pk, part.amount))
    for envelope in Envelope.objects.filter(pk__in=by_envelope).order_by("pk"):
        ledger.move(envelope, kind, by_envelope[envelope.pk], on=on)
