from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class AgreementState(models.TextChoices):
    DRAFTED = "drafted", _("en rédaction")
    SIGNED = "signed", _("signée")
    RUNNING = "running", _("en cours")
    SUSPENDED = "suspended", _("suspendue")
    CLOSED = "closed", _("close")
    CANCELLED = "cancelled", _("annulée")


class VersionState(models.TextChoices):
    DRAFTED = "drafted", _("en rédaction")
    SIGNED = "signed", _("signée")
    WITHDRAWN = "withdrawn", _("retirée")


class TrancheState(models.TextChoices):
    PROMISED = "promised", _("promise")
    CALLED = "called", _("appelée")
    RECEIVED = "received", _("reçue")
    REFUSED = "refused", _("refusée")
    CANCELLED = "cancelled", _("annulée")


class ExpenseState(models.TextChoices):
    ENTERED = "entered", _("à vérifier")
    ACCEPTED = "accepted", _("acceptée")
    REFUSED = "refused", _("refusée")
    REVERSED = "reversed", _("annulée")


class RepaymentState(models.TextChoices):
    ENTERED = "entered", _("à payer")
    PAID = "paid", _("payé")
    REFUSED = "refused", _("refusé")


class Opens(models.TextChoices):
    """When the money may be committed."""

    SIGNATURE = "signature", _("à la signature")
    TRANCHE = "tranche", _("à chaque tranche reçue")


class Cost(models.TextChoices):
    """The kinds of cost that agreements name."""

    ALLOWANCE = "allowance", _("allocations")
    TRAINING = "training", _("formation")
    INSURANCE = "insurance", _("assurance")
    KIT = "kit", _("kits")
    TRANSPORT = "transport", _("transport")
    FOLLOW_UP = "follow_up", _("suivi et évaluation")
    MANAGEMENT = "management", _("frais de gestion")


CURRENCIES = [(code, code) for code in ("XOF", "EUR", "USD", "CHF", "GBP", "CAD", "JPY", "CNY")]
SPENDABLE = (AgreementState.SIGNED, AgreementState.RUNNING)  # an envelope pays nothing new otherwise
LIVE = (AgreementState.SIGNED, AgreementState.RUNNING, AgreementState.SUSPENDED)  # money may still come or go back
DUE = (TrancheState.PROMISED, TrancheState.CALLED, TrancheState.RECEIVED)  # what the funder owes or has given

AGREEMENT_LIFE = Lifecycle("agreement", [
    Step("sign", ("drafted",), "signed", P.AGREEMENTS_SIGN),
    Step("start", ("signed",), "running", P.AGREEMENTS_WRITE),
    Step("suspend", ("signed", "running"), "suspended", P.AGREEMENTS_SIGN, reason_required=True),
    Step("resume", ("suspended",), "running", P.AGREEMENTS_SIGN, reason_required=True),
    Step("close", ("running", "suspended"), "closed", P.AGREEMENTS_SIGN),
    Step("cancel", ("drafted", "signed"), "cancelled", P.AGREEMENTS_SIGN, reason_required=True),
])  # fmt: skip

VERSION_LIFE = Lifecycle("agreement_version", [
    Step("sign", ("drafted",), "signed", P.AGREEMENTS_SIGN),
    Step("withdraw", ("drafted",), "withdrawn", P.AGREEMENTS_WRITE, reason_required=True),
])  # fmt: skip

TRANCHE_LIFE = Lifecycle("tranche", [
    Step("call", ("promised",), "called", P.TRANCHES_CALL),
    Step("receive", ("called",), "received", P.TRANCHES_RECEIVE),
    Step("refuse", ("called",), "refused", P.TRANCHES_RECEIVE, reason_required=True),
    Step("cancel", ("promised",), "cancelled", P.TRANCHES_CALL, reason_required=True),
])  # fmt: skip

EXPENSE_LIFE = Lifecycle("expense", [
    Step("accept", ("entered",), "accepted", P.EXPENSES_CHECK),
    Step("refuse", ("entered",), "refused", P.EXPENSES_CHECK, reason_required=True),
    Step("reverse", ("accepted",), "reversed", P.EXPENSES_CHECK, reason_required=True),
])  # fmt: skip

REPAYMENT_LIFE = Lifecycle("repayment", [
    Step("pay", ("entered",), "paid", P.TRANCHES_RECEIVE),
    Step("refuse", ("entered",), "refused", P.TRANCHES_RECEIVE, reason_required=True),
])  # fmt: skip
