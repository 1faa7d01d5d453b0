from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step
from teriya.pay.arrears.states import FigureState  # what an agency freezes then publishes has one life

__all__ = ["FIGURE_LIFE", "FigureState"]

FIGURE_LIFE = Lifecycle("insertion_figure", [
    Step("publish", ("frozen",), "published", P.RATES_PUBLISH),
    Step("set_aside", ("frozen",), "set_aside", P.RATES_PUBLISH, reason_required=True),
    Step("withdraw", ("published",), "withdrawn", P.RATES_PUBLISH, reason_required=True),
])  # fmt: skip
