from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class AccountState(models.TextChoices):
    ENTERED = "entered", _("à approuver")
    IN_USE = "in_use", _("en service")
    REFUSED = "refused", _("refusé")
    RETIRED = "retired", _("fermé")


class HeirsState(models.TextChoices):
    ENTERED = "entered", _("à approuver")
    APPROVED = "approved", _("approuvé")
    REFUSED = "refused", _("refusé")
    WITHDRAWN = "withdrawn", _("retiré")


class AsideState(models.TextChoices):
    ASKED = "asked", _("à approuver")
    APPROVED = "approved", _("mise de côté")
    REFUSED = "refused", _("refusée")
    CANCELLED = "cancelled", _("annulée")


class RefundState(models.TextChoices):
    ASKED = "asked", _("demandé")
    APPROVED = "approved", _("approuvé")
    REFUSED = "refused", _("refusé")
    PAID = "paid", _("payé")
    RETURNED = "returned", _("revenu")


LIVE = (RefundState.ASKED, RefundState.APPROVED, RefundState.RETURNED)  # one a payee: it is finished before another
RESERVED = (RefundState.ASKED, RefundState.APPROVED)  # its francs are promised; those that came back are savings again


class Means(models.TextChoices):
    MOBILE = "mobile", _("argent mobile")
    ACCOUNT = "account", _("compte ou carnet")
    CASH = "cash", _("espèces, contre un reçu signé")


ACCOUNT_LIFE = Lifecycle("savings_account", [
    Step("approve", ("entered",), "in_use", P.SAVINGS_DECIDE),
    Step("refuse", ("entered",), "refused", P.SAVINGS_DECIDE, reason_required=True),
    Step("close", ("in_use",), "retired", P.SAVINGS_DECIDE, reason_required=True),
])  # fmt: skip

HEIRS_LIFE = Lifecycle("heirs", [
    Step("approve", ("entered",), "approved", P.SAVINGS_DECIDE),
    Step("refuse", ("entered",), "refused", P.SAVINGS_DECIDE, reason_required=True),
    Step("withdraw", ("approved",), "withdrawn", P.SAVINGS_DECIDE, reason_required=True),
])  # fmt: skip

ASIDE_LIFE = Lifecycle("set_aside", [
    Step("approve", ("asked",), "approved", P.SAVINGS_DECIDE),
    Step("refuse", ("asked",), "refused", P.SAVINGS_DECIDE, reason_required=True),
    Step("cancel", ("approved",), "cancelled", P.SAVINGS_DECIDE, reason_required=True),
])  # fmt: skip

REFUND_LIFE = Lifecycle("refund", [
    Step("approve", ("asked",), "approved", P.SAVINGS_DECIDE),
    Step("refuse", ("asked", "approved", "returned"), "refused", P.SAVINGS_DECIDE, reason_required=True),
    Step("pay", ("approved",), "paid", P.SAVINGS_KEEP),
    Step("come_back", ("paid",), "returned", P.SAVINGS_KEEP, reason_required=True),
    Step("ask_again", ("returned",), "asked", P.SAVINGS_ASK),
])  # fmt: skip
