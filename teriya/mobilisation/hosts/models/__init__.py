"""Hosts and their needs; each file is one aggregate."""

from teriya.mobilisation.hosts.models.conventions import Convention, Planned, SectorMember
from teriya.mobilisation.hosts.models.facts import Fact
from teriya.mobilisation.hosts.models.hosts import (
    RUBRICS,
    Accreditation,
    Contest,
    Evaluation,
    Host,
    HostOfficer,
    Undertaking,
)
from teriya.mobilisation.hosts.models.needs import Housing, Need, Seat

__all__ = [
    "RUBRICS", "Accreditation", "Contest", "Convention", "Evaluation", "Fact", "Host", "HostOfficer", "Housing", "Need", "Planned", "Seat",
    "SectorMember", "Undertaking",
]  # fmt: skip
