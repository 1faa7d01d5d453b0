"""The tables of pay."""

from teriya.pay.allowances.models.elsewhere import OtherPay
from teriya.pay.allowances.models.retentions import Correction, RetentionOrder
from teriya.pay.allowances.models.runs import (
    Clearance,
    HolderCheck,
    Institution,
    PayFile,
    PayLine,
    PaymentOrder,
    PayRun,
    ReturnFile,
    ReturnLine,
    Split,
    Suspense,
    Transmission,
    Visa,
    Wallet,
)
from teriya.pay.allowances.models.works import Work

__all__ = [
    "Clearance",
    "Correction",
    "HolderCheck",
    "Institution",
    "OtherPay",
    "PayFile",
    "PayLine",
    "PayRun",
    "PaymentOrder",
    "RetentionOrder",
    "ReturnFile",
    "ReturnLine",
    "Split",
    "Suspense",
    "Transmission",
    "Visa",
    "Wallet",
    "Work",
]
