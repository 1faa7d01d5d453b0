"""What this room does; each verb's rule is in its docstring."""

from teriya.insertion.referrals.actions.directory import change_service, close_service, enter_service, take_pack
from teriya.insertion.referrals.actions.openings import NewOpening, answer_interest, decide, offer, say_interest
from teriya.insertion.referrals.actions.referrals import note, refer

__all__ = [
    "NewOpening",
    "answer_interest",
    "change_service",
    "close_service",
    "decide",
    "enter_service",
    "note",
    "offer",
    "refer",
    "say_interest",
    "take_pack",
]
