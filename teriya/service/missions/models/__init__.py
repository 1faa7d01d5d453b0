from teriya.service.missions.models.contracts import Contract, Original, Performance, Signature, SigningLink, Terms
from teriya.service.missions.models.missions import Closing, Mission, StartOfService, Suspension
from teriya.service.missions.models.training import Oath, Trainee, TrainingSession

__all__ = [
    "Closing", "Contract", "Mission", "Oath", "Original", "Performance", "Signature", "SigningLink", "StartOfService",
    "Suspension", "Terms", "Trainee", "TrainingSession",
]  # fmt: skip
