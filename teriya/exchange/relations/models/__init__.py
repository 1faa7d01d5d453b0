"""What binds two agencies; each file is one aggregate."""

from teriya.exchange.relations.models.contacts import Framework, PeerMission
from teriya.exchange.relations.models.conventions import Convention, CostLine
from teriya.exchange.relations.models.letters import Letter, LetterFact
from teriya.exchange.relations.models.meetings import Decision, Meeting

__all__ = [
    "Convention", "CostLine", "Decision", "Framework", "Letter", "LetterFact", "Meeting", "PeerMission",
]  # fmt: skip
