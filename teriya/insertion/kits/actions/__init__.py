"""The verbs of installation kits."""

from teriya.insertion.kits.actions.giving import assign, hand_over, release
from teriya.insertion.kits.actions.lots import enter_lot
from teriya.insertion.kits.actions.repaying import repay, reverse
from teriya.insertion.kits.actions.visiting import look
from teriya.insertion.kits.actions.waiving import ask_waiver, decide_waiver

__all__ = ["ask_waiver", "assign", "decide_waiver", "enter_lot", "hand_over", "look", "release", "repay", "reverse"]
