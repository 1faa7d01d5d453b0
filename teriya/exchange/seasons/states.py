from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class SeasonState(models.TextChoices):
    OPEN = "open", _("entrées attendues")
    PLANNED = "planned", _("plan proposé")
    SETTLED = "settled", _("plan arrêté")
    ABANDONED = "abandoned", _("abandonnée")


class PartState(models.TextChoices):
    """Where one agency stands in a season, as far as we were told."""

    INVITED = "invited", _("entrée attendue")
    ENTERED = "entered", _("entrée reçue")
    ASKED = "asked", _("à confirmer")
    CONFIRMED = "confirmed", _("confirmée")
    DECLINED = "declined", _("a décliné")


SEASON_LIFE = Lifecycle("season", [
    Step("plan", ("open", "planned"), "planned", P.SEASONS_KEEP),
    Step("settle", ("planned",), "settled", P.SEASONS_KEEP),
    Step("abandon", ("open", "planned"), "abandoned", P.SEASONS_KEEP, reason_required=True),
])  # fmt: skip

PART_LIFE = Lifecycle("season_part", [
    Step("enter", ("invited", "entered"), "entered", P.SEASONS_KEEP),
    Step("ask", ("invited", "entered", "asked", "confirmed"), "asked", P.SEASONS_KEEP),
    Step("confirm", ("asked",), "confirmed", P.SEASONS_CONFIRM),
    Step("decline", ("invited", "entered", "asked"), "declined", P.SEASONS_CONFIRM, reason_required=True),
])  # fmt: skip
