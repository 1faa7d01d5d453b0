"""The tables of the room, one aggregate a file."""

from teriya.service.followup.models.appraisals import Appraisal
from teriya.service.followup.models.derogations import Derogation
from teriya.service.followup.models.evacuations import EmergencyContact, Evacuation, Evacuee
from teriya.service.followup.models.incidents import FunderNotice, Incident, IncidentStep
from teriya.service.followup.models.reports import MonthlyReport
from teriya.service.followup.models.visits import Point, Visit

__all__ = [
    "Appraisal", "Derogation", "EmergencyContact", "Evacuation", "Evacuee", "FunderNotice", "Incident", "IncidentStep",
    "MonthlyReport", "Point", "Visit",
]  # fmt: skip
