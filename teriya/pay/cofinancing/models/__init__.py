"""What hosts owe, are called for, pay, agree and contest; each file is one aggregate."""

from teriya.pay.cofinancing.models.calls import Call, CallLine, Reminder
from teriya.pay.cofinancing.models.disputes import Dispute
from teriya.pay.cofinancing.models.payments import Allocation, Payment
from teriya.pay.cofinancing.models.plans import Plan, PlanTerm

__all__ = ["Allocation", "Call", "CallLine", "Dispute", "Payment", "Plan", "PlanTerm", "Reminder"]
