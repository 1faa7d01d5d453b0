"""The verbs of alumni."""

from teriya.insertion.alumni.actions.mentoring import answer, ask
from teriya.insertion.alumni.actions.prizes import drop, nominate, open_prize, publish, seal_sheet, seat_jury
from teriya.insertion.alumni.actions.profiles import say, withdraw

__all__ = ["answer", "ask", "drop", "nominate", "open_prize", "publish", "say", "seal_sheet", "seat_jury", "withdraw"]
