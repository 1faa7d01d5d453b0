from teriya.pay.arrears.models.figures import DelayFigure
from teriya.pay.arrears.models.polls import Case, Poll, Question

__all__ = ["Case", "DelayFigure", "Poll", "Question"]
