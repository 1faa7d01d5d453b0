from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class DepositState(models.TextChoices):
    WAITING = "waiting", _("reçue, attend le retour de son auteur")
    HELD = "held", _("retenue : appareil révoqué")
    REFUSED = "refused", _("à corriger")
    CONFLICT = "conflict", _("en conflit")
    APPLIED = "applied", _("enregistrée")
    DROPPED = "dropped", _("écartée")


DEPOSIT_LIFE = Lifecycle("deposit", [
    Step("accept", ("waiting", "refused"), "applied", P.OFFLINE_USE),
    Step("refuse", ("waiting", "refused"), "refused", P.OFFLINE_USE),
    Step("oppose", ("waiting", "refused"), "conflict", P.OFFLINE_USE),
    Step("hold", ("waiting", "refused"), "held", P.OFFLINE_USE),
    Step("settle", ("conflict",), "applied", P.OFFLINE_USE, reason_required=True),
    Step("give_up", ("conflict", "refused"), "dropped", P.OFFLINE_USE, reason_required=True),
    Step("admit", ("held", "waiting", "refused", "conflict"), "applied", P.OFFLINE_DECIDE, reason_required=True),
    Step("dismiss", ("held", "waiting", "refused", "conflict"), "dropped", P.OFFLINE_DECIDE, reason_required=True),
])  # fmt: skip

OPEN = ("waiting", "held", "refused", "conflict")  # nobody has the last word yet
