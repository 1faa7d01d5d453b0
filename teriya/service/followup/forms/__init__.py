"""What people type in the follow-up, one aggregate a file."""

from teriya.service.followup.forms.appraisals import AppraiseForm, ReviewForm, SignForm
from teriya.service.followup.forms.derogations import DecideForm, DerogateForm
from teriya.service.followup.forms.evacuations import ContactForm, EvacuateForm, ReachedForm
from teriya.service.followup.forms.incidents import FunderForm, IncidentForm, OutcomeForm, StepForm
from teriya.service.followup.forms.reports import ReportForm
from teriya.service.followup.forms.visits import CancelForm, CloseForm, PlanForm, VisitForm

__all__ = [
    "AppraiseForm", "CancelForm", "CloseForm", "ContactForm", "DecideForm", "DerogateForm", "EvacuateForm", "FunderForm",
    "IncidentForm", "OutcomeForm", "PlanForm", "ReachedForm", "ReportForm", "ReviewForm", "SignForm", "StepForm", "VisitForm",
]  # fmt: skip
