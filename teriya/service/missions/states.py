from django.db import models

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class MissionState(models.TextChoices):
    PREPARED = "prepared", "en préparation"
    IN_SERVICE = "in_service", "en service"
    SUSPENDED = "suspended", "suspendue"
    ENDED = "ended", "terminée"
    CLOSED = "closed", "clôturée"
    CANCELLED = "cancelled", "annulée avant le début"


class EndReason(models.TextChoices):
    TERM = "term", "arrivée à terme"
    RESIGNATION = "resignation", "démission"
    MISCONDUCT = "misconduct", "faute"
    DESERTION = "desertion", "abandon de poste"
    NEED_WITHDRAWN = "need_withdrawn", "fin du besoin"
    DEATH = "death", "décès"


class Party(models.TextChoices):
    AGENCY = "agency", "l’agence"
    HOST = "host", "la structure d’accueil"
    VOLUNTEER = "volunteer", "le volontaire"


class SigningMode(models.TextChoices):
    ACCOUNT = "account", "sur son compte"
    INK = "ink", "à l’encre, original conservé"


class GateName(models.TextChoices):
    """What may stand before a start of service; a form of volunteering lists the ones it asks."""

    TRAINING = "training", "formation avant déploiement"
    OATH = "oath", "prestation de serment"
    TUTOR = "tutor", "tuteur nommé"
    SIGNED_AGENCY = "signed_agency", "signature de l’agence"
    SIGNED_HOST = "signed_host", "signature de la structure"
    SIGNED_VOLUNTEER = "signed_volunteer", "signature du volontaire"


# The closing checklist: field of `Closing` → what is verified.
CHECKLIST = {
    "report_received": "rapport de fin de mission reçu",
    "goods_returned": "biens et matériel rendus",
    "debts_settled": "dettes et avances réglées",
    "host_evaluation": "évaluation faite par la structure",
    "volunteer_evaluation": "évaluation faite par le volontaire",
}

# What an early end does to the offer that led to the mission: its seat can be proposed again.
OFFER_RELEASE = Lifecycle("offer", [Step("release", ("accepted",), "cancelled", P.MISSIONS_END, reason_required=True)])

MISSION_LIFE = Lifecycle("mission", [
    Step("start", ("prepared",), "in_service", P.STARTS_CONFIRM),
    Step("cancel", ("prepared",), "cancelled", P.MISSIONS_END, reason_required=True),
    Step("suspend", ("in_service",), "suspended", P.MISSIONS_END, reason_required=True),
    Step("resume", ("suspended",), "in_service", P.MISSIONS_END),
    Step("end", ("in_service", "suspended"), "ended", P.MISSIONS_END),
    Step("close", ("ended",), "closed", P.MISSIONS_CLOSE),
])  # fmt: skip
