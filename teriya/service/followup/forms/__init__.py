"""What people type in the follow-up, one aggregate a file."""

from teriya.service.followup.forms.visits import CancelForm, CloseForm, PlanForm, VisitForm

__all__ = ["CancelForm", "CloseForm", "PlanForm", "VisitForm"]
