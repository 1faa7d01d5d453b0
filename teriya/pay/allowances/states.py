from django.db import models

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class WalletState(models.TextChoices):
    ENTERED = "entered", "saisi"
    IN_USE = "in_use", "en service"
    RETIRED = "retired", "retiré"


class RunState(models.TextChoices):
    PREPARED = "prepared", "préparé"
    ENGAGED = "engaged", "engagé"
    VISED = "vised", "visé"
    LIQUIDATED = "liquidated", "liquidé"
    ORDERED = "ordered", "ordonnancé"
    IN_CHARGE = "in_charge", "pris en charge"
    SENT = "sent", "envoyé aux institutions"
    SETTLED = "settled", "soldé"


class Nature(models.TextChoices):
    ALLOWANCE = "allowance", "allocation"
    LUMP_SUM = "lump_sum", "pécule"


class LineState(models.TextChoices):
    DUE = "due", "due"
    BLOCKED = "blocked", "arrêtée"
    ORDERED = "ordered", "ordonnancée"
    PAID = "paid", "payée"
    RETURNED = "returned", "revenue"
    DROPPED = "dropped", "écartée"


class OrderState(models.TextChoices):
    ORDERED = "ordered", "ordonné"
    SENT = "sent", "envoyé"
    PAID = "paid", "payé"
    RETURNED = "returned", "revenu"


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

WALLET_LIFE = Lifecycle("wallet", [
    Step("approve", ("entered",), "in_use", P.WALLETS_APPROVE),
    Step("refuse", ("entered",), "retired", P.WALLETS_APPROVE, reason_required=True),
    Step("retire", ("in_use",), "retired", P.WALLETS_APPROVE),
])  # fmt: skip
