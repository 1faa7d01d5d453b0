from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class Shown(models.TextChoices):
    """What a member of the directory may let others read."""

    COMMUNE = "commune", _("ma commune")
    WORK = "work", _("ce que je fais")
    PHONE = "phone", _("mon téléphone")
    SERVICE = "service", _("ma mission de volontaire")


class RequestState(models.TextChoices):
    ASKED = "asked", _("demandé")
    ACCEPTED = "accepted", _("accepté")
    DECLINED = "declined", _("décliné")
    TAKEN_BACK = "taken_back", _("retiré")


class PrizeState(models.TextChoices):
    OPEN = "open", _("ouvert aux propositions")
    JUDGED = "judged", _("devant le jury")
    PUBLISHED = "published", _("publié")
    DROPPED = "dropped", _("abandonné")


REQUEST_LIFE = Lifecycle("mentoring", [
    Step("accept", ("asked",), "accepted", P.OWN_FILE),
    Step("decline", ("asked",), "declined", P.OWN_FILE),
    Step("take_back", ("asked", "accepted"), "taken_back", P.OWN_FILE),
])  # fmt: skip

PRIZE_LIFE = Lifecycle("prize", [
    Step("seat_jury", ("open",), "judged", P.PRIZES_KEEP),
    Step("publish", ("judged",), "published", P.PRIZES_PUBLISH),
    Step("drop", ("open", "judged"), "dropped", P.PRIZES_KEEP, reason_required=True),
])  # fmt: skip
