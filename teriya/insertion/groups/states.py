from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class GroupState(models.TextChoices):
    RUNNING = "running", _("en cours")
    SHARED = "shared", _("partagé")
    STOPPED = "stopped", _("arrêté")


class Duty(models.TextChoices):
    """The bureau of five: two members are counters."""

    NONE = "", _("membre")
    PRESIDENT = "president", _("président")
    SECRETARY = "secretary", _("secrétaire")
    TREASURER = "treasurer", _("trésorier")
    COUNTER = "counter", _("compteur")


GROUP_LIFE = Lifecycle("savings_group", [
    Step("share_out", ("running",), "shared", P.GROUPS_KEEP),
    Step("stop", ("running",), "stopped", P.GROUPS_DECIDE, reason_required=True),
    Step("reopen", ("shared", "stopped"), "running", P.GROUPS_DECIDE, reason_required=True),
])  # fmt: skip
