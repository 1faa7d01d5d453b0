"""The host share in double entry: a call is due by the hosts (called) and a resource (funds); a payment is cash instead of a due."""

from collections.abc import Sequence
from datetime import date

from teriya.foundation.ledger import actions as ledger
from teriya.foundation.ledger.models import Envelope, Leg
from teriya.pay.cofinancing.models import Call, Payment

A = Leg.Account


def post_calls(calls: Sequence[Call], *, on: date) -> None:
    """Called + funds −; a credit takes the same road backwards; nothing is posted for a call of no franc."""
    ledger.post_many(
        [("host_call", call.pk, f"Quote-part {call.number}", _legs(A.CALLED, A.FUNDS, call.total)) for call in calls if call.total], on=on
    )  # fmt: skip


def reverse_call(call: Call, *, on: date) -> None:
    if call.total:
        legs = _legs(A.CALLED, A.FUNDS, -call.total)
        ledger.post_many([("host_call_cancelled", call.pk, f"Annulation {call.number}", legs)], on=on)


def post_payment(payment: Payment, envelope: Envelope, *, on: date) -> None:
    """Cash + called −, and the envelope of host shares receives it."""
    legs = _legs(A.CASH, A.CALLED, payment.amount, envelope)
    ledger.post_many([("host_payment", payment.pk, f"Paiement {payment.reference}"[:160], legs)], on=on)


def reverse_payment(payment: Payment, *, on: date) -> None:
    legs = _legs(A.CASH, A.CALLED, -payment.amount, payment.envelope)
    ledger.post_many([("host_payment_annulled", payment.pk, f"Annulation {payment.reference}"[:160], legs)], on=on)


def _legs(up: str, down: str, francs: int, envelope: Envelope | None = None) -> list[dict]:
    of = {"envelope_id": envelope.pk} if envelope else {}
    return [{"account": up, "amount": francs, **of}, {"account": down, "amount": -francs, **of}]
