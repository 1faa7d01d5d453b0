"""The front door of the room's verbs, in the order of a session's life."""

from teriya.service.training.certificates import issue_certificates
from teriya.service.training.results import conclude, enter_marks
from teriya.service.training.rolls import call_roll
from teriya.service.training.seats import distribute, give_back, move_to, seat
from teriya.service.training.sessions import arrange, cancel, change_capacity, convene, plan_session, postpone

__all__ = [
    "arrange", "call_roll", "cancel", "change_capacity", "conclude", "convene", "distribute", "enter_marks", "give_back",
    "issue_certificates", "move_to", "plan_session", "postpone", "seat",
]  # fmt: skip
