from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class KitState(models.TextChoices):
    AVAILABLE = "available", _("disponible")
    ASSIGNED = "assigned", _("promis")
    HANDED = "handed", _("remis")
    REPAID = "repaid", _("remboursé")
    WRITTEN_OFF = "written_off", _("solde effacé")


class WaiverState(models.TextChoices):
    ASKED = "asked", _("à approuver")
    APPROVED = "approved", _("approuvé")
    REFUSED = "refused", _("refusé")


class Business(models.TextChoices):
    RUNNING = "running", _("l’activité tourne")
    CHANGED = "changed", _("l’activité a changé")
    STOPPED = "stopped", _("l’activité est arrêtée")


class Means(models.TextChoices):
    CASH = "cash", _("espèces")
    MOBILE = "mobile", _("argent mobile")
    BANK = "bank", _("banque ou microfinance")


HELD = (KitState.HANDED, KitState.REPAID, KitState.WRITTEN_OFF)  # somebody has it

KIT_LIFE = Lifecycle("kit", [
    Step("assign", ("available",), "assigned", P.KITS_KEEP),
    Step("release", ("assigned",), "available", P.KITS_KEEP, reason_required=True),
    Step("hand_over", ("assigned",), "handed", P.KITS_KEEP),
    Step("settle", ("handed",), "repaid", P.KITS_KEEP),
    Step("owe_again", ("repaid",), "handed", P.KITS_KEEP, reason_required=True),
    Step("write_off", ("handed",), "written_off", P.KITS_DECIDE),
])  # fmt: skip

WAIVER_LIFE = Lifecycle("kit_waiver", [
    Step("approve", ("asked",), "approved", P.KITS_DECIDE),
    Step("refuse", ("asked",), "refused", P.KITS_DECIDE, reason_required=True),
])  # fmt: skip
