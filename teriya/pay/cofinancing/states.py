from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class CallState(models.TextChoices):
    PREPARED = "prepared", _("à émettre")
    ISSUED = "issued", _("émis")
    DROPPED = "dropped", _("abandonné")
    CANCELLED = "cancelled", _("annulé")


class CallKind(models.TextChoices):
    MONTH = "month", _("appel du mois")
    CREDIT = "credit", _("avoir")


class LineKind(models.TextChoices):
    SHARE = "share", _("quote-part")
    CORRECTION = "correction", _("rectification")
    CREDIT = "credit", _("avoir")


class PaymentState(models.TextChoices):
    RECORDED = "recorded", _("à confirmer")
    CONFIRMED = "confirmed", _("confirmé")
    REFUSED = "refused", _("non trouvé")
    ANNULLED = "annulled", _("annulé")


class Means(models.TextChoices):
    TREASURY = "treasury", _("Trésor public")
    BANK = "bank", _("banque")
    MOBILE_MONEY = "mobile_money", _("argent mobile")


class InstalmentState(models.TextChoices):
    ASKED = "asked", _("à approuver")
    AGREED = "agreed", _("en cours")
    REFUSED = "refused", _("refusé")
    KEPT = "kept", _("tenu")
    BROKEN = "broken", _("rompu")


class ClaimState(models.TextChoices):
    OPEN = "open", _("à répondre")
    UPHELD = "upheld", _("admise")
    REJECTED = "rejected", _("rejetée")


class ReminderStep(models.TextChoices):
    FIRST = "first", _("première relance")
    SECOND = "second", _("deuxième relance")
    LAST = "last", _("mise en demeure")


CALL_LIFE = Lifecycle("share_call", [
    Step("issue", ("prepared",), "issued", P.SHARES_ISSUE),
    Step("credit", ("prepared",), "issued", P.SHARES_ANSWER, reason_required=True),
    Step("drop", ("prepared",), "dropped", P.SHARES_PREPARE),
    Step("cancel", ("issued",), "cancelled", P.SHARES_ISSUE, reason_required=True),
])  # fmt: skip

PAYMENT_LIFE = Lifecycle("share_payment", [
    Step("confirm", ("recorded",), "confirmed", P.SHARES_CONFIRM),
    Step("refuse", ("recorded",), "refused", P.SHARES_CONFIRM, reason_required=True),
    Step("annul", ("confirmed",), "annulled", P.SHARES_CONFIRM, reason_required=True),
])  # fmt: skip

INSTALMENT_LIFE = Lifecycle("share_plan", [
    Step("agree", ("asked",), "agreed", P.SHARES_AGREE),
    Step("refuse", ("asked",), "refused", P.SHARES_AGREE, reason_required=True),
    Step("keep", ("agreed",), "kept", P.SHARES_PREPARE),
    Step("break", ("agreed",), "broken", P.SHARES_PREPARE, reason_required=True),
])  # fmt: skip

CLAIM_LIFE = Lifecycle("share_dispute", [
    Step("uphold", ("open",), "upheld", P.SHARES_ANSWER, reason_required=True),
    Step("reject", ("open",), "rejected", P.SHARES_ANSWER, reason_required=True),
])  # fmt: skip

LIVE = (CallState.PREPARED, CallState.ISSUED)  # a month of a host has one
