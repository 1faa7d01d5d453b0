from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class Kind(models.TextChoices):
    """Of a service."""

    EMPLOYMENT = "employment", _("emploi")
    FUND = "fund", _("appui aux projets")
    MICROFINANCE = "microfinance", _("microfinance")
    INCUBATOR = "incubator", _("incubateur")
    TRAINING = "training", _("formation")


class ReferralState(models.TextChoices):
    SENT = "sent", _("envoyée")
    ACCEPTED = "accepted", _("acceptée")
    REFUSED = "refused", _("refusée")
    NO_ANSWER = "no_answer", _("sans réponse")
    UNDER_WAY = "under_way", _("en cours")
    FINISHED = "finished", _("terminée")
    ABANDONED = "abandoned", _("abandonnée")


WAITING = (ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.UNDER_WAY)  # something is due


class OpeningKind(models.TextChoices):
    JOB = "job", _("emploi")
    TRAINING = "training", _("formation")


class OpeningState(models.TextChoices):
    PROPOSED = "proposed", _("à publier")
    PUBLISHED = "published", _("publiée")
    REFUSED = "refused", _("refusée")
    WITHDRAWN = "withdrawn", _("retirée")


class InterestState(models.TextChoices):
    SAID = "said", _("intéressé")
    INTRODUCED = "introduced", _("mis en relation")
    TAKEN = "taken", _("retenu")
    TURNED_DOWN = "turned_down", _("non retenu")
    RETRACTED = "retracted", _("ne souhaite plus")


REFERRAL_LIFE = Lifecycle("referral", [
    Step("accept", ("sent", "no_answer"), "accepted", P.REFERRALS_MAKE),
    Step("refuse", ("sent", "no_answer"), "refused", P.REFERRALS_MAKE, reason_required=True),
    Step("stay_silent", ("sent",), "no_answer", P.REFERRALS_MAKE),
    Step("begin", ("accepted",), "under_way", P.REFERRALS_MAKE),
    Step("finish", ("under_way",), "finished", P.REFERRALS_MAKE, reason_required=True),
    Step("abandon", ("sent", "accepted", "under_way"), "abandoned", P.REFERRALS_MAKE, reason_required=True),
])  # fmt: skip

OPENING_LIFE = Lifecycle("opening", [
    Step("publish", ("proposed",), "published", P.SERVICES_KEEP),
    Step("refuse", ("proposed",), "refused", P.SERVICES_KEEP, reason_required=True),
    Step("withdraw", ("published",), "withdrawn", P.SERVICES_KEEP, reason_required=True),
])  # fmt: skip

INTEREST_LIFE = Lifecycle("interest", [
    Step("introduce", ("said",), "introduced", P.REFERRALS_MAKE),
    Step("take", ("said", "introduced"), "taken", P.ROUTES_RECORD),
    Step("turn_down", ("said", "introduced"), "turned_down", P.REFERRALS_MAKE, reason_required=True),
    Step("retract", ("said", "introduced"), "retracted", P.PLANS_OWN),
    Step("say", ("retracted",), "said", P.PLANS_OWN),
])  # fmt: skip
