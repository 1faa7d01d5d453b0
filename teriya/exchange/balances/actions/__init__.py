"""Everything that writes in this room."""

from teriya.exchange.balances.actions.costs import (
    NewCost,
    confirm_cost,
    declare_cost,
    record_costs,
    set_cost_aside,
    withdraw_cost,
)
from teriya.exchange.balances.actions.statements import (
    answer_statement,
    declare_answer,
    declare_receipt,
    prepare_statement,
    propose_statement,
    receive_net,
    set_statement_aside,
)

__all__ = [
    "NewCost", "answer_statement", "confirm_cost", "declare_answer", "declare_cost", "declare_receipt", "prepare_statement",
    "propose_statement", "receive_net", "record_costs", "set_cost_aside", "set_statement_aside", "withdraw_cost",
]  # fmt: skip
