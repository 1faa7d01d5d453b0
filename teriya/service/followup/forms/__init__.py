"""What people type in the follow-up, one aggregate a file."""

from teriya.service.followup.forms.appraisals import AppraiseForm, ReviewForm, SignForm
from teriya.service.followup.forms.incidents import FunderForm, IncidentForm, OutcomeForm, StepForm
from teriya.service.followup.forms.reports import ReportForm
from teriya.service.followup.forms.visits import CancelForm, CloseForm, PlanForm, VisitForm

__all__ = [
    "AppraiseForm", "CancelForm", "CloseForm", "FunderForm", "IncidentForm", "OutcomeForm", "PlanForm", "ReportForm",
    "ReviewForm", "SignForm", "StepForm", "VisitForm",
]  # fmt: skip
