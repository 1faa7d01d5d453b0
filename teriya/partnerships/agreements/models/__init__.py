"""Agreements with funders; each file is one aggregate."""

from teriya.partnerships.agreements.models.agreements import (
    Agreement,
    AgreementEnvelope,
    Membership,
    Report,
    Terms,
    Version,
)
from teriya.partnerships.agreements.models.expenses import Expense, ExpensePart, InKind
from teriya.partnerships.agreements.models.templates import ReportFile, ReportTemplate
from teriya.partnerships.agreements.models.tranches import Ineligible, Repayment, Tranche, TrancheReceipt

__all__ = [
    "Agreement", "AgreementEnvelope", "Expense", "ExpensePart", "InKind", "Ineligible", "Membership", "Repayment", "Report",
    "ReportFile", "ReportTemplate", "Terms", "Tranche", "TrancheReceipt", "Version",
]  # fmt: skip
