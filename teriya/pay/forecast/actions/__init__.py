"""What this room does; each verb's rule is in its docstring."""

from teriya.pay.forecast.actions.alerts import watch_envelopes
from teriya.pay.forecast.actions.cuts import decide_cut, propose_cut
from teriya.pay.forecast.actions.figures import decide_figure, freeze_figure
from teriya.pay.forecast.actions.letters import AT_ONCE, ask_letters, make_letters
from teriya.pay.forecast.actions.scenarios import save_scenario

__all__ = [
    "AT_ONCE", "ask_letters", "decide_cut", "decide_figure", "freeze_figure", "make_letters", "propose_cut", "save_scenario", "watch_envelopes",
]  # fmt: skip
