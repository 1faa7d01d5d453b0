"""What this room does; each verb's rule is in its docstring."""

from teriya.pay.savings.actions.accounts import (
    cancel_deposit,
    decide_account,
    deposit,
    open_account,
    state_balance,
)
from teriya.pay.savings.actions.asides import ask_aside, decide_aside
from teriya.pay.savings.actions.heirs import NewHeir, decide_heirs, enter_heirs
from teriya.pay.savings.actions.papers import issue_statement
from teriya.pay.savings.actions.refunds import (
    ask_again,
    ask_refund,
    ask_refunds_of_heirs,
    come_back,
    decide_refund,
    pay_refund,
)

__all__ = [
    "NewHeir", "ask_again", "ask_aside", "ask_refund", "ask_refunds_of_heirs", "cancel_deposit", "come_back", "decide_account",
    "decide_aside", "decide_heirs", "decide_refund", "deposit", "enter_heirs", "issue_statement", "open_account", "pay_refund",
    "state_balance",
]  # fmt: skip
