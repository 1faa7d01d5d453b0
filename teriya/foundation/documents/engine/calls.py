"""Papers that ask for money."""

from datetime import date

from teriya.foundation.documents.engine.papers import Paper, Signature


class FundsCall(Paper):
    """`appel_de_fonds`: a tranche asked of a funder; `amount` in the currency of its agreement, `francs` at `rate` a unit ("" in francs)."""

    recipient: str
    agreement: str
    title: str
    tranche: int
    amount: str
    rate: str
    francs: int
    due_on: date
    condition: str
    signature: Signature
