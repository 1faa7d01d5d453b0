from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class MissionState(models.TextChoices):
    PREPARED = "prepared", _("en préparation")
    IN_SERVICE = "in_service", _("en service")
    SUSPENDED = "suspended", _("suspendue")
    ENDED = "ended", _("terminée")
    CLOSED = "closed", _("clôturée")
    CANCELLED = "cancelled", _("annulée avant le début")


PORTRAIT = "portrait"  # what the photo of a person is kept under, whatever the mission
LIVE = (MissionState.PREPARED, MissionState.IN_SERVICE, MissionState.SUSPENDED)
RUNNING = (MissionState.IN_SERVICE, MissionState.SUSPENDED)


class EndReason(models.TextChoices):
    TERM = "term", _("arrivée à terme")
    RESIGNATION = "resignation", _("démission")
    MISCONDUCT = "misconduct", _("faute")
    DESERTION = "desertion", _("abandon de poste")
    NEED_WITHDRAWN = "need_withdrawn", _("fin du besoin")
    DEATH = "death", _("décès")


class Party(models.TextChoices):
    AGENCY = "agency", _("l’agence")
    HOST = "host", _("la structure d’accueil")
    VOLUNTEER = "volunteer", _("le volontaire")


class SigningMode(models.TextChoices):
    ACCOUNT = "account", _("sur son compte")
    LINK = "link", _("par lien et code SMS")
    WITNESSED = "witnessed", _("sur place, devant un agent")
    INK = "ink", _("à l’encre, original conservé")


BY_ONESELF = (SigningMode.ACCOUNT, SigningMode.LINK)  # the hand that acts is the signatory's own


class ContractKind(models.TextChoices):
    FIRST = "first", _("contrat")
    RENEWAL = "renewal", _("renouvellement")
    AMENDMENT = "amendment", _("avenant")
    TRANSFER = "transfer", _("transfert")


class OriginalState(models.TextChoices):
    SENT = "sent", _("envoyés à signer")
    RECEIVED = "received", _("revenus signés")
    FILED = "filed", _("classés")


class OathState(models.TextChoices):
    PLANNED = "planned", _("prévu")
    HELD = "held", _("prêté")


class GateName(models.TextChoices):
    """What may stand before a start of service; a form of volunteering lists the ones it asks."""

    TRAINING = "training", _("formation avant déploiement")
    OATH = "oath", _("prestation de serment")
    TUTOR = "tutor", _("tuteur nommé")
    INSURANCE = "insurance", _("assurance du volontaire")
    SIGNED_AGENCY = "signed_agency", _("signature de l’agence")
    SIGNED_HOST = "signed_host", _("signature de la structure")
    SIGNED_VOLUNTEER = "signed_volunteer", _("signature du volontaire")


_TO_SIGN = _("faites signer le contrat")

# What is done when a gate is missing: every gate has its cure.
GATE_CURES = {
    GateName.TRAINING: _("convoquez à une formation et faites l’appel, ou demandez une dérogation"),
    GateName.OATH: _("enregistrez la prestation de serment, ou demandez une dérogation"),
    GateName.TUTOR: _("nommez le tuteur sur la page de la mission"),
    GateName.INSURANCE: _("inscrivez l’assurance dans « Assurances à inscrire »"),
    GateName.SIGNED_AGENCY: _TO_SIGN,
    GateName.SIGNED_HOST: _TO_SIGN,
    GateName.SIGNED_VOLUNTEER: _TO_SIGN,
}

# The closing checklist: field of `Closing` → what is verified.
CHECKLIST = {
    "report_received": _("rapport de fin de mission reçu"),
    "goods_returned": _("biens et matériel rendus"),
    "debts_settled": _("dettes et avances réglées"),
    "host_evaluation": _("évaluation faite par la structure"),
    "volunteer_evaluation": _("évaluation faite par le volontaire"),
}

_OF_THE_VOLUNTEER = frozenset({"report_received", "volunteer_evaluation"})  # what only the volunteer can give


def checklist(reason: str) -> dict[str, Promise]:
    """The lines that a mission ended for this reason has to verify: nobody asks a report of the dead."""
    is_dead = reason == EndReason.DEATH
    return {name: label for name, label in CHECKLIST.items() if not (is_dead and name in _OF_THE_VOLUNTEER)}


# What an early end does to the offer that led to the mission: its seat can be proposed again.
OFFER_RELEASE = Lifecycle("offer", [Step("release", ("accepted",), "cancelled", P.MISSIONS_END, reason_required=True)])

OATH_LIFE = Lifecycle("oath", [Step("hold", ("planned",), "held", P.OATH_RECORD)])

ORIGINAL_LIFE = Lifecycle("original", [
    Step("receive", ("sent",), "received", P.CONTRACTS_RECORD_SIGNATURES),
    Step("file", ("received",), "filed", P.CONTRACTS_RECORD_SIGNATURES),
])  # fmt: skip

MISSION_LIFE = Lifecycle("mission", [
    Step("start", ("prepared",), "in_service", P.STARTS_CONFIRM),
    Step("cancel", ("prepared",), "cancelled", P.MISSIONS_END, reason_required=True),
    Step("suspend", ("in_service",), "suspended", P.MISSIONS_END, reason_required=True),
    Step("resume", ("suspended",), "in_service", P.MISSIONS_END),
    Step("end", ("in_service", "suspended"), "ended", P.MISSIONS_END),
    Step("close", ("ended",), "closed", P.MISSIONS_CLOSE),
])  # fmt: skip
