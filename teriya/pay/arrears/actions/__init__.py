"""What this room does; each verb's rule is in its docstring."""

from teriya.pay.arrears.actions.cases import close_case, take_case
from teriya.pay.arrears.actions.figures import decide_figure, freeze_figure
from teriya.pay.arrears.actions.polls import ask_payees, draw_polls, hear_payee

__all__ = ["ask_payees", "close_case", "decide_figure", "draw_polls", "freeze_figure", "hear_payee", "take_case"]
