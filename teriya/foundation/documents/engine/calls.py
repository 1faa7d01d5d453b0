"""Papers that ask for money."""

from datetime import date
from typing import NotRequired

from teriya.foundation.documents.engine.papers import Paper, Signature


class FundsCall(Paper):
    """`appel_de_fonds`: a tranche asked of a funder; `amount` in the currency of its agreement, `francs` at `rate` a unit ("" in francs).

    `accounts`: where to pay, a line each; none: the account that the agreement names.
    """

    recipient: str
    agreement: str
    title: str
    tranche: int
    amount: str
    rate: str
    francs: int
    due_on: date
    condition: str
    accounts: NotRequired[list[str]]
    signature: Signature
