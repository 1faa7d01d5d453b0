from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class WalletState(models.TextChoices):
    ENTERED = "entered", _("saisi")
    IN_USE = "in_use", _("en service")
    RETIRED = "retired", _("retiré")


class Means(models.TextChoices):
    """By what a holder was compared with the person."""

    NAMES = "names", _("comparaison des noms")
    PAPER = "paper", _("pièce ou carnet vus")
    INSTITUTION = "institution", _("réponse de l’institution")


class Outcome(models.TextChoices):
    SAME = "same", _("c’est la personne")
    CLOSE = "close", _("à une lettre près")
    OTHER = "other", _("une autre personne")


class RunState(models.TextChoices):
    PREPARED = "prepared", _("préparé")
    ENGAGED = "engaged", _("engagé")
    VISED = "vised", _("visé")
    LIQUIDATED = "liquidated", _("liquidé")
    ORDERED = "ordered", _("ordonnancé")
    IN_CHARGE = "in_charge", _("pris en charge")
    SENT = "sent", _("envoyé aux institutions")
    SETTLED = "settled", _("soldé")


class Nature(models.TextChoices):
    ALLOWANCE = "allowance", _("allocation")
    LUMP_SUM = "lump_sum", _("pécule")


class LineState(models.TextChoices):
    DUE = "due", _("due")
    BLOCKED = "blocked", _("arrêtée")
    ORDERED = "ordered", _("ordonnancée")
    PAID = "paid", _("payée")
    RETURNED = "returned", _("revenue")
    SET_ASIDE = "set_aside", _("mise de côté")
    DROPPED = "dropped", _("écartée")


class OrderState(models.TextChoices):
    ORDERED = "ordered", _("ordonné")
    SENT = "sent", _("envoyé")
    PAID = "paid", _("payé")
    RETURNED = "returned", _("revenu")
    CONTESTED = "contested", _("contesté")


class Said(models.TextChoices):
    """What an institution says of an order. « Money back » is a statement’s credit: it stands above what was announced."""

    PAID = "paid", _("payé")
    RETURNED = "returned", _("revenu")
    BACK = "back", _("argent rendu")
    PENDING = "pending", _("en cours")
    UNCLEAR = "unclear", _("statut non compris")


class Heard(models.TextChoices):
    """What was made of an answer when its file was read."""

    COUNTED = "counted", _("compté")
    KNOWN = "known", _("déjà su")
    PENDING = "pending", _("en cours")
    ELSEWHERE = "elsewhere", _("ne concerne pas cet état")
    SUSPENSE = "suspense", _("en suspens")


class SuspenseState(models.TextChoices):
    WAITING = "waiting", _("en suspens")
    MATCHED = "matched", _("rapproché")
    SET_ASIDE = "set_aside", _("écarté")


class TransmissionState(models.TextChoices):
    """A batch on its way to an operator. « Sending » may have left: nobody knows until it is found."""

    WAITING = "waiting", _("à remettre")
    SENDING = "sending", _("remise en cours")
    TAKEN = "taken", _("pris par l’opérateur")
    ANSWERED = "answered", _("tout est répondu")
    FAILED = "failed", _("refusé par l’opérateur")


UNDER_WAY = (TransmissionState.WAITING, TransmissionState.SENDING, TransmissionState.TAKEN)


class RetentionKind(models.TextChoices):
    """What is kept on an allowance. The order in which they are taken is the pack's."""

    SAVINGS = "savings", _("épargne")
    OVERPAYMENT = "overpayment", _("trop-perçu")
    KIT = "kit", _("kit")


class RetentionState(models.TextChoices):
    ENTERED = "entered", _("à approuver")
    IN_FORCE = "in_force", _("en cours")
    REFUSED = "refused", _("refusée")
    STOPPED = "stopped", _("arrêtée")


class CorrectionState(models.TextChoices):
    ENTERED = "entered", _("à approuver")
    APPROVED = "approved", _("approuvée")
    REFUSED = "refused", _("refusée")


# The order of the steps is the pack's chain (policies.next_step); this table says who may take each, and from where.
RUN_LIFE = Lifecycle("pay_run", [
    Step("engage", ("prepared",), "engaged", P.PAY_ENGAGE),
    Step("vise", ("engaged",), "vised", P.PAY_VISA),
    Step("refuse_visa", ("engaged",), "prepared", P.PAY_VISA, reason_required=True),
    Step("liquidate", ("engaged", "vised"), "liquidated", P.PAY_LIQUIDATE),
    Step("order", ("liquidated",), "ordered", P.PAY_ORDER),
    Step("take_charge", ("ordered",), "in_charge", P.PAY_TAKE_CHARGE),
    Step("reject", ("ordered",), "prepared", P.PAY_TAKE_CHARGE, reason_required=True),
    Step("send", ("in_charge",), "sent", P.PAY_EXECUTE),
    Step("settle", ("sent",), "settled", P.PAY_RECONCILE),
    Step("send_again", ("settled",), "sent", P.PAY_EXECUTE),
])  # fmt: skip
REFUSALS = {"vise": "refuse_visa", "take_charge": "reject"}  # what a step becomes when its holder says no
SERIES = {"engage": "ENG", "vise": "VISA", "liquidate": "LIQ", "order": "ORD", "take_charge": "PEC", "send": "PAI", "settle": "RAP"}  # fmt: skip

SUSPENSE_LIFE = Lifecycle("suspense", [
    Step("match", ("waiting",), "matched", P.PAY_RECONCILE, reason_required=True),
    Step("set_aside", ("waiting",), "set_aside", P.PAY_RECONCILE, reason_required=True),
])  # fmt: skip

RETENTION_LIFE = Lifecycle("retention", [
    Step("approve", ("entered",), "in_force", P.PAY_DECIDE),
    Step("refuse", ("entered",), "refused", P.PAY_DECIDE, reason_required=True),
    Step("stop", ("in_force",), "stopped", P.PAY_DECIDE, reason_required=True),
])  # fmt: skip

CORRECTION_LIFE = Lifecycle("correction", [
    Step("approve", ("entered",), "approved", P.PAY_DECIDE),
    Step("refuse", ("entered",), "refused", P.PAY_DECIDE, reason_required=True),
])  # fmt: skip

WALLET_LIFE = Lifecycle("wallet", [
    Step("approve", ("entered",), "in_use", P.WALLETS_APPROVE),
    Step("refuse", ("entered",), "retired", P.WALLETS_APPROVE, reason_required=True),
    Step("retire", ("in_use",), "retired", P.WALLETS_APPROVE),
    Step("stop", ("entered", "in_use"), "retired", P.WALLETS_ENTER, reason_required=True),
    Step("restore", ("retired",), "in_use", P.WALLETS_ENTER),
])  # fmt: skip
