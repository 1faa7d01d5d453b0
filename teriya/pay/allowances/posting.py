"""Where a volunteer's francs stand in the ledger: allowances → owed → ordered → sent → received.

Each entry moves a sum from one account to the next: the first leg is negative, the second positive. So `ledger.balances()`
reads what is owed and not ordered, ordered and not sent, sent and not answered, received; allowances is their negative.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from teriya.foundation.core.money import split
from teriya.foundation.ledger import actions as ledger
from teriya.foundation.ledger.models import Envelope, EnvelopeMovement
from teriya.foundation.ledger.queries import left_on_seats
from teriya.pay.allowances.models import Correction, PayLine, PaymentOrder, RetentionOrder, Split
from teriya.pay.allowances.states import RetentionKind

# Where what is retained goes: the volunteer's savings, the kits paid back, or what the person had already received.
KEPT_ON = {RetentionKind.SAVINGS: "savings", RetentionKind.KIT: "kits", RetentionKind.OVERPAYMENT: "received"}


class Debt(NamedTuple):
    """A line as the ledger needs it: whose francs, for which seat, (envelope, francs) of those who pay, and what it retains."""

    pk: int
    month: date
    net: int
    person: int
    seat: int
    shares: list[tuple[int, int]]
    kept: list[dict]


def debts(lines: QuerySet[PayLine]) -> list[Debt]:
    """In three queries, whatever their number."""
    retained = dict(lines.order_by().filter(retained__gt=0).values_list("pk", "lines"))
    shares = _shares(lines)
    owner = Coalesce("mission__person__merged_into", "mission__person")
    return [
        Debt(pk, month, net, person, seat, shares.get(pk, []), [row for row in retained.get(pk, ()) if row["kind"] == "retention"])
        for pk, month, net, person, seat in lines.values_list("pk", "month", "net", owner, "mission__seat")
    ]  # fmt: skip


def _shares(lines: QuerySet[PayLine]) -> dict[int, list[tuple[int, int]]]:
    """Line id → (envelope, francs) of those who pay it."""
    found: dict[int, list[tuple[int, int]]] = {}
    parts = Split.objects.filter(line__in=lines.order_by().values("pk")).order_by("pk")
    for line, envelope, francs in parts.values_list("line", "envelope", "amount"):
        found.setdefault(line, []).append((envelope, francs))
    return found


def _legs(person: int, shares: Sequence[tuple[int, int]], amount: int, source: str, to: str) -> list[dict]:
    """A sum moved from one account to the next, by the envelopes that pay, to the franc."""
    parts = split(amount, [weight for _envelope, weight in shares])
    return [
        {"account": account, "amount": sign * francs, "envelope_id": envelope, "person": person}
        for (envelope, _weight), francs in zip(shares, parts, strict=True) if francs
        for account, sign in ((source, -1), (to, 1))
    ]  # fmt: skip


def owe(lines: QuerySet[PayLine], *, on: date) -> None:
    """The debt is established: the net is owed, what is retained goes where its kind says.

    An overpayment taken back is money that the person already holds: it is received for this month, and no longer a charge of
    the envelopes that had paid too much.
    """
    found = debts(lines)
    ledger.post_many(
        [("pay_line_owed", debt.pk, f"Dû {debt.month:%m/%Y}",
          [*_legs(debt.person, debt.shares, debt.net, "allowances", "owed"), *_kept(debt)])
         for debt in found], on=on)  # fmt: skip
    _recover(found, "pay_line_recovered", "Trop-perçu repris", "overpaid", "allowances", on)


def order(lines: QuerySet[PayLine], *, on: date) -> None:
    """Ordered for payment, and spent on the envelopes that had committed it; those that had paid too much get it back.

    What a seat's commitment no longer holds (a longer mission, a higher rate, a lump sum) is committed first: `envelope_short`
    where its envelope cannot.
    """
    found = debts(lines)
    ledger.post_many(
        [("pay_line_ordered", debt.pk, f"Ordonnancé {debt.month:%m/%Y}", _legs(debt.person, debt.shares, debt.net, "owed", "ordered"))
         for debt in found if debt.net], on=on)  # fmt: skip
    _commit_beyond(found, on)
    _move(found, EnvelopeMovement.Kind.SPENT, on)
    _move_recovered(found, EnvelopeMovement.Kind.RETURNED, on)


def reject(lines: QuerySet[PayLine], *, on: date) -> None:
    """The accountant refused: everything goes back, by reversal, and the envelopes get their francs again."""
    found = debts(lines)
    ledger.post_many(
        [("pay_line_rejected", debt.pk, f"Rejeté {debt.month:%m/%Y}",
          [*_legs(debt.person, debt.shares, debt.net, "ordered", "allowances"), *_kept(debt, is_back=True)])
         for debt in found], on=on)  # fmt: skip
    _recover(found, "pay_line_unrecovered", "Reprise annulée", "allowances", "overpaid", on)
    _move(found, EnvelopeMovement.Kind.RETURNED, on)
    _move_recovered(found, EnvelopeMovement.Kind.SPENT, on)


def overpaid(line: PayLine, order: RetentionOrder, *, on: date) -> None:
    """A paid month was too much: the difference, which the person holds, is to be taken back."""
    [debt] = debts(PayLine.objects.filter(pk=line.pk))
    legs = _legs(debt.person, debt.shares, order.total, "received", "overpaid")
    ledger.post_many([("overpayment", order.pk, f"Trop-perçu {line.month:%m/%Y}", legs)], on=on)


def send(orders: QuerySet[PaymentOrder], *, on: date) -> None:
    _post_orders("payment_sent", "Envoyé", orders, "ordered", "sent", on)


def hold_back(orders: QuerySet[PaymentOrder], *, on: date) -> None:
    """Ordered, and never sent: owed again."""
    _post_orders("payment_held_back", "Retenu", orders, "ordered", "owed", on)


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
        legs = _legs(payment.person, payment.shares, payment.amount, source, to)
        name, pk = (first, payment.pk) if first else (f"answer_{state}", answer)
        entries.append((name, pk, f"{_SAID[state]} {payment.reference}", legs))
    ledger.post_many(entries, on=on)


def order_again(orders: QuerySet[PaymentOrder], *, on: date) -> None:
    _post_orders("payment_reordered", "Ordonnancé à nouveau", orders, "owed", "ordered", on)


def set_aside(line: PayLine, act: int, *, on: date) -> None:
    """What came back after a death: no longer owed to the account, kept for the heirs."""
    _post_aside("heirs_set_aside", "Mis de côté pour les héritiers", line, act, "owed", "savings", on)


def owe_again(line: PayLine, act: int, *, on: date) -> None:
    """The death was recorded in error."""
    _post_aside("heirs_owed_again", "Mise de côté annulée", line, act, "savings", "owed", on)


def _post_aside(source: str, label: str, line: PayLine, act: int, frm: str, to: str, on: date) -> None:
    [debt] = debts(PayLine.objects.filter(pk=line.pk))
    legs = _legs(debt.person, debt.shares, debt.net, frm, to)
    ledger.post_many([(source, act, f"{label} {line.month:%m/%Y}", legs)], on=on)


def _kept(debt: Debt, *, is_back: bool = False) -> list[dict]:
    """What a line retains, by kind: lines older than the kinds kept savings only."""
    sums: Counter[str] = Counter()
    for row in debt.kept:
        sums[KEPT_ON[row.get("retention") or RetentionKind.SAVINGS]] -= row["amount"]
    ends = [(account, "allowances") if is_back else ("allowances", account) for account in sums]
    return [
        leg
        for (source, to), francs in zip(ends, sums.values(), strict=True)
        for leg in _legs(debt.person, debt.shares, francs, source, to)
    ]


def recovered(found: Iterable[Debt]) -> dict[int, list[tuple[Debt, int]]]:
    """Line id → (line that was paid too much, francs that this one takes back for it)."""
    asked = [
        (debt.pk, row["order"], -row["amount"])
        for debt in found for row in debt.kept if row.get("retention") == RetentionKind.OVERPAYMENT
    ]  # fmt: skip
    corrections = Correction.objects.filter(order__in={order for _line, order, _francs in asked})
    line_of = dict(corrections.values_list("order", "line"))
    paid = {debt.pk: debt for debt in debts(PayLine.objects.filter(pk__in=line_of.values()))}
    taken: dict[int, list[tuple[Debt, int]]] = {}
    for line, order, francs in asked:
        taken.setdefault(line, []).append((paid[line_of[order]], francs))
    return taken


def _recover(found: Iterable[Debt], source: str, label: str, frm: str, to: str, on: date) -> None:
    ledger.post_many(
        [(source, pk, label, [leg for paid, francs in rows for leg in _legs(paid.person, paid.shares, francs, frm, to)])
         for pk, rows in recovered(found).items()], on=on)  # fmt: skip


def _move_recovered(found: Iterable[Debt], kind: str, on: date) -> None:
    sums: Counter[tuple[int, int]] = Counter()
    seats = {}
    for pk, rows in recovered(found).items():
        for paid, francs in rows:
            weights = [weight for _envelope, weight in paid.shares]
            for (envelope, _weight), part in zip(paid.shares, split(francs, weights), strict=True):
                sums[envelope, pk] += part
                seats[envelope, pk] = paid.seat
    _move_sums(
        [
            (envelope, ledger.Part("recovered", pk, francs, seats[envelope, pk]))
            for (envelope, pk), francs in sums.items()
            if francs
        ],
        kind,
        on,
    )


def _post_orders(source: str, label: str, orders: QuerySet[PaymentOrder], frm: str, to: str, on: date) -> None:
    shares = _shares(PayLine.objects.filter(orders__in=orders.order_by().values("pk")))
    owner = Coalesce("line__mission__person__merged_into", "line__mission__person")
    rows = orders.values_list("pk", "reference", "amount", "line", owner)
    ledger.post_many(
        [(source, pk, f"{label} {reference}", _legs(person, shares[line], amount, frm, to)) for pk, reference, amount, line, person in rows],
        on=on,
    )  # fmt: skip


def _commit_beyond(found: Iterable[Debt], on: date) -> None:
    """Commit what these lines spend beyond what is left of their seats' commitments."""
    left = left_on_seats({debt.seat for debt in found})
    beyond: dict[int, list[ledger.Part]] = {}
    for debt in found:
        for envelope, francs in debt.shares:
            held = max(left.get((envelope, debt.seat), 0), 0)
            left[envelope, debt.seat] = max(held - francs, 0)
            if francs > held:
                beyond.setdefault(envelope, []).append(ledger.Part("pay_line", debt.pk, francs - held, debt.seat))
    for envelope in Envelope.objects.filter(pk__in=beyond).order_by("pk"):
        ledger.commit(envelope, beyond[envelope.pk], on=on)


def _move(found: Iterable[Debt], kind: str, on: date) -> None:
    _move_sums(
        [(envelope, ledger.Part("pay_line", debt.pk, francs, debt.seat)) for debt in found for envelope, francs in debt.shares],
        kind, on,
    )  # fmt: skip


def _move_sums(parts: Iterable[tuple[int, ledger.Part]], kind: str, on: date) -> None:
    by_envelope: dict[int, list[ledger.Part]] = {}
    for envelope, part in parts:
        by_envelope.setdefault(envelope, []).append(part)
    for row in Envelope.objects.filter(pk__in=by_envelope).order_by("pk"):
        ledger.move(row, kind, by_envelope[row.pk], on=on)
