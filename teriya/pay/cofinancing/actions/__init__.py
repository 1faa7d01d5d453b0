"""What this room does; each verb's rule is in its docstring."""

from teriya.pay.cofinancing.actions.calls import cancel, drop, issue, prepare
from teriya.pay.cofinancing.actions.disputes import answer, contest
from teriya.pay.cofinancing.actions.holding import watch
from teriya.pay.cofinancing.actions.payments import annul, confirm, record, refuse
from teriya.pay.cofinancing.actions.plans import decide_plan, propose

__all__ = [
    "annul", "answer", "cancel", "confirm", "contest", "decide_plan", "drop", "issue", "prepare", "propose", "record", "refuse",
    "watch",
]  # fmt: skip
