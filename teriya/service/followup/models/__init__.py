"""The tables of the room, one aggregate a file."""

from teriya.service.followup.models.appraisals import Appraisal
from teriya.service.followup.models.incidents import FunderNotice, Incident, IncidentStep
from teriya.service.followup.models.reports import MonthlyReport
from teriya.service.followup.models.visits import Point, Visit

__all__ = ["Appraisal", "FunderNotice", "Incident", "IncidentStep", "MonthlyReport", "Point", "Visit"]
