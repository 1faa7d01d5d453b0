"""What this room does; each verb's rule is in its docstring."""

from teriya.insertion.surveys.actions.answering import answer, hear, refuse
from teriya.insertion.surveys.actions.calling import Said, record_call, record_calls
from teriya.insertion.surveys.actions.planning import ask, close, plan

__all__ = ["Said", "answer", "ask", "close", "hear", "plan", "record_call", "record_calls", "refuse"]
