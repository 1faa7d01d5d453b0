"""Savings given back, in the ledger: savings → received; what comes back takes the same road the other way.

No envelope: once retained, the francs are the volunteer's and no longer a funder's.
"""

from datetime import date

from teriya.foundation.ledger import actions as ledger
from teriya.pay.allowances.queries import owner_of
from teriya.pay.savings.models import RefundPayment


def give_back(payment: RefundPayment, *, on: date) -> None:
    _post("savings_refunded", "Épargne remboursée", payment, -payment.amount, on)


def take_in_again(payment: RefundPayment, *, on: date) -> None:
    _post("savings_returned", "Épargne revenue", payment, payment.amount, on)


def _post(source: str, label: str, payment: RefundPayment, francs: int, on: date) -> None:
    """`francs` on the savings, the opposite on what was received."""
    person = owner_of(payment.refund.person)
    legs = [{"account": "savings", "amount": francs, "person": person}, {"account": "received", "amount": -francs, "person": person}]  # fmt: skip
    ledger.post_many([(source, payment.pk, f"{label} {payment.voucher}", legs)], on=on)
