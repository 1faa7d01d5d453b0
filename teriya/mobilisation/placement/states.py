from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class RoundState(models.TextChoices):
    COMPUTING = "computing", _("en calcul")
    SIMULATED = "simulated", _("simulé")
    PROPOSED = "proposed", _("proposé à la décision")
    DECIDING = "deciding", _("décision en cours d’écriture")
    DECIDED = "decided", _("décidé")
    PUBLISHED = "published", _("publié")
    DROPPED = "dropped", _("écarté")


class OfferState(models.TextChoices):
    PROPOSED = "proposed", _("proposée")
    ACCEPTED = "accepted", _("acceptée")
    DECLINED = "declined", _("refusée")
    EXPIRED = "expired", _("sans réponse")
    CANCELLED = "cancelled", _("annulée")


class AppealState(models.TextChoices):
    FILED = "filed", _("déposé")
    UPHELD = "upheld", _("admis")
    REJECTED = "rejected", _("rejeté")


ROUND_LIFE = Lifecycle("round", [
    Step("compute", ("computing",), "simulated", P.PLACEMENT_SIMULATE),
    Step("give_up", ("computing",), "dropped", P.PLACEMENT_SIMULATE, reason_required=True),
    Step("propose", ("simulated",), "proposed", P.PLACEMENT_SIMULATE),
    Step("ask_to_decide", ("proposed",), "deciding", P.PLACEMENT_DECIDE),
    Step("stay_proposed", ("deciding",), "proposed", P.PLACEMENT_DECIDE, reason_required=True),
    Step("decide", ("proposed", "deciding"), "decided", P.PLACEMENT_DECIDE),
    Step("publish", ("decided",), "published", P.PLACEMENT_PUBLISH),
    Step("drop", ("simulated", "proposed"), "dropped", P.PLACEMENT_SIMULATE),
])  # fmt: skip

# `better`: withdrawals gave the person a wish that comes before, which is offered instead.
# `release`: the mission that followed ended early or was given up (missions); its seat can be proposed again.
OFFER_LIFE = Lifecycle("offer", [
    Step("accept", ("proposed",), "accepted", P.OFFERS_ANSWER),
    Step("decline", ("proposed",), "declined", P.OFFERS_ANSWER),
    Step("record_acceptance", ("proposed",), "accepted", P.APPLICATIONS_REGISTER),
    Step("record_refusal", ("proposed",), "declined", P.APPLICATIONS_REGISTER, reason_required=True),
    Step("expire", ("proposed",), "expired", P.PLACEMENT_SIMULATE),
    Step("release", ("accepted",), "cancelled", P.MISSIONS_END, reason_required=True),
    Step("better", ("proposed",), "cancelled", P.PLACEMENT_SIMULATE),
])  # fmt: skip

APPEAL_LIFE = Lifecycle("appeal", [
    Step("uphold", ("filed",), "upheld", P.APPEALS_ANSWER, reason_required=True),
    Step("reject", ("filed",), "rejected", P.APPEALS_ANSWER, reason_required=True),
])  # fmt: skip
