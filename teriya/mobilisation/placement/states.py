from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class RoundState(models.TextChoices):
    SIMULATED = "simulated", _("simulé")
    PROPOSED = "proposed", _("proposé à la décision")
    DECIDED = "decided", _("décidé")
    PUBLISHED = "published", _("publié")
    DROPPED = "dropped", _("écarté")


class OfferState(models.TextChoices):
    PROPOSED = "proposed", _("proposée")
    ACCEPTED = "accepted", _("acceptée")
    DECLINED = "declined", _("refusée")
    EXPIRED = "expired", _("sans réponse")
    CANCELLED = "cancelled", _("annulée")


ROUND_LIFE = Lifecycle("round", [
    Step("propose", ("simulated",), "proposed", P.PLACEMENT_SIMULATE),
    Step("decide", ("proposed",), "decided", P.PLACEMENT_DECIDE),
    Step("publish", ("decided",), "published", P.PLACEMENT_PUBLISH),
    Step("drop", ("simulated", "proposed"), "dropped", P.PLACEMENT_SIMULATE),
])  # fmt: skip

# `release`: the mission that followed ended early or was given up (missions); its seat can be proposed again.
OFFER_LIFE = Lifecycle("offer", [
    Step("accept", ("proposed",), "accepted", P.OFFERS_ANSWER),
    Step("decline", ("proposed",), "declined", P.OFFERS_ANSWER),
    Step("record_acceptance", ("proposed",), "accepted", P.APPLICATIONS_REGISTER),
    Step("record_refusal", ("proposed",), "declined", P.APPLICATIONS_REGISTER, reason_required=True),
    Step("expire", ("proposed",), "expired", P.PLACEMENT_SIMULATE),
    Step("release", ("accepted",), "cancelled", P.MISSIONS_END, reason_required=True),
])  # fmt: skip
