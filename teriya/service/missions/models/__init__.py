from teriya.service.missions.models.contracts import Contract, Original, Performance, Signature, SigningLink, Terms
from teriya.service.missions.models.missions import Closing, Mission, StartOfService, Suspension
from teriya.service.missions.models.oath import Oath, OathCall

__all__ = [
    "Closing", "Contract", "Mission", "Oath", "OathCall", "Original", "Performance", "Signature", "SigningLink", "StartOfService",
    "Suspension", "Terms",
]  # fmt: skip
