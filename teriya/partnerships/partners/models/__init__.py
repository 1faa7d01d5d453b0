"""Partners and what is sought of them; each file is one subject."""

from teriya.partnerships.partners.models.dealings import Contact, Obligation, PastAgreement, Review
from teriya.partnerships.partners.models.operators import Operator, OperatorEvaluation, OperatorTarget
from teriya.partnerships.partners.models.partners import Partner
from teriya.partnerships.partners.models.pipeline import Opportunity, OpportunityProject
from teriya.partnerships.partners.models.strategy import (
    ActionPlan,
    Axis,
    Decision,
    Offer,
    RoundTable,
    Target,
    YearReview,
)

__all__ = [
    "ActionPlan", "Axis", "Contact", "Decision", "Obligation", "Offer", "Operator", "OperatorEvaluation", "OperatorTarget",
    "Opportunity", "OpportunityProject", "Partner", "PastAgreement", "Review", "RoundTable", "Target", "YearReview",
]  # fmt: skip
