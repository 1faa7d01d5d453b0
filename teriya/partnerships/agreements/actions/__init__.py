"""What this room does; each verb's rule is in its docstring."""

from teriya.partnerships.agreements.actions.expenses import Invoice, check_expense, enter_expense
from teriya.partnerships.agreements.actions.settling import (
    carry_line,
    decide_repayment,
    enter_repayment,
    give_in_kind,
    refuse_line,
)
from teriya.partnerships.agreements.actions.sharing import admit, dismiss, freeze_report
from teriya.partnerships.agreements.actions.signing import decide, sign
from teriya.partnerships.agreements.actions.templates import keep_file, keep_template
from teriya.partnerships.agreements.actions.tranches import call, give_up, promise, receive
from teriya.partnerships.agreements.actions.writing import (
    Clauses,
    NewTerms,
    add_envelope,
    amend,
    correct,
    draft,
    set_terms,
    withdraw,
)

__all__ = [
    "Clauses", "Invoice", "NewTerms", "add_envelope", "admit", "amend", "call", "carry_line", "check_expense", "correct", "decide",
    "decide_repayment", "dismiss", "draft", "enter_expense", "enter_repayment", "freeze_report", "give_in_kind", "give_up",
    "keep_file", "keep_template", "promise", "receive", "refuse_line", "set_terms", "sign", "withdraw",
]  # fmt: skip
