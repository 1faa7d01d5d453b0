"""Hosts and their needs; each file is one aggregate."""

from teriya.mobilisation.hosts.models.conventions import Convention, Planned, SectorMember
from teriya.mobilisation.hosts.models.facts import Fact
from teriya.mobilisation.hosts.models.holds import Hold
from teriya.mobilisation.hosts.models.hosts import (
    RUBRICS,
    Accreditation,
    Evaluation,
    Host,
    HostOfficer,
    Recourse,
    Undertaking,
)
from teriya.mobilisation.hosts.models.needs import Housing, Need, Refinancing, Seat, SeatShare
from teriya.mobilisation.hosts.models.priorities import PriorityDecision, PriorityDomain
from teriya.mobilisation.hosts.models.widenings import Widening

__all__ = [
    "RUBRICS",
    "Accreditation",
    "Convention",
    "Evaluation",
    "Fact",
    "Hold",
    "Host",
    "HostOfficer",
    "Housing",
    "Need",
    "Planned",
    "PriorityDecision",
    "PriorityDomain",
    "Recourse",
    "Refinancing",
    "Seat",
    "SeatShare",
    "SectorMember",
    "Undertaking",
    "Widening",
]  # fmt: skip
