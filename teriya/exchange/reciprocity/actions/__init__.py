"""Everything that writes in this room, by what it is for."""

from teriya.exchange.reciprocity.actions.applying import note_arrival, note_end
from teriya.exchange.reciprocity.actions.calling import advance, apply_oneself, enter, stop
from teriya.exchange.reciprocity.actions.consenting import agree, decline, prepare, set_aside, sign
from teriya.exchange.reciprocity.actions.nominating import (
    accept,
    declare_nomination,
    hold_interview,
    refuse,
    send,
    withdraw,
)
from teriya.exchange.reciprocity.actions.offers import NewOffer, declare_offer, publish_offer, withdraw_offer
from teriya.exchange.reciprocity.actions.recalling import ask_recall, give_back, retract
from teriya.exchange.reciprocity.actions.telling import Letter

__all__ = [
    "Letter", "NewOffer", "accept", "advance", "agree", "apply_oneself", "ask_recall", "declare_nomination", "declare_offer", "decline", "enter", "give_back",
    "hold_interview", "note_arrival", "note_end", "prepare", "publish_offer", "refuse", "retract", "send", "set_aside", "sign", "stop",
    "withdraw", "withdraw_offer",
]  # fmt: skip
