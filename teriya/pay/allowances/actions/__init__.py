"""What this room does; each verb's rule is in its docstring."""

from teriya.pay.allowances.actions.asides import owe_again, set_aside
from teriya.pay.allowances.actions.chain import take_step
from teriya.pay.allowances.actions.changes import stop_change
from teriya.pay.allowances.actions.clearing import clear_signs
from teriya.pay.allowances.actions.corrections import correct_line, decide_correction
from teriya.pay.allowances.actions.elsewhere import note_other_pay, withdraw_other_pay
from teriya.pay.allowances.actions.papers import issue_slip
from teriya.pay.allowances.actions.payments import reorder
from teriya.pay.allowances.actions.prepare import prepare_run
from teriya.pay.allowances.actions.retentions import ask_retention, decide_retention
from teriya.pay.allowances.actions.returns import settle
from teriya.pay.allowances.actions.suspense import match_line, set_aside_line
from teriya.pay.allowances.actions.wallets import (
    NewWallet,
    approve_wallets,
    check_holder,
    enter_wallets,
    open_institution,
    refuse_wallet,
)
from teriya.pay.allowances.actions.works import prepare, take

__all__ = [
    "NewWallet", "approve_wallets", "ask_retention", "check_holder", "clear_signs", "correct_line",
    "decide_correction", "decide_retention", "enter_wallets", "issue_slip", "match_line", "note_other_pay", "open_institution",
    "owe_again", "prepare", "prepare_run", "refuse_wallet", "reorder", "set_aside", "set_aside_line", "settle", "stop_change", "take", "take_step",
    "withdraw_other_pay",
]  # fmt: skip
