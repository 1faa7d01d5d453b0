"""What this room does; each verb's rule is in its docstring."""

from teriya.pay.forecast.actions.alerts import watch_envelopes
from teriya.pay.forecast.actions.cuts import decide_cut, propose_cut
from teriya.pay.forecast.actions.figures import decide_figure, freeze_figure
from teriya.pay.forecast.actions.scenarios import save_scenario

__all__ = ["decide_cut", "decide_figure", "freeze_figure", "propose_cut", "save_scenario", "watch_envelopes"]
