from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class AgencyState(models.TextChoices):
    INTRODUCED = "introduced", _("empreinte à confirmer")
    KNOWN = "known", _("connue")
    SUSPENDED = "suspended", _("liaison suspendue")


class Way(models.TextChoices):
    """What a message that we say has become."""

    QUEUED = "queued", _("à envoyer")
    HELD = "held", _("retenu")
    SENT = "sent", _("envoyé, sans accusé")
    APPLIED = "applied", _("reçu et appliqué")
    REFUSED = "refused", _("refusé par l’autre agence")
    VOIDED = "voided", _("annulé avant d’arriver")


class Direction(models.TextChoices):
    OUT = "out", _("de chez nous vers elle")
    IN = "in", _("de chez elle vers nous")


class How(models.TextChoices):
    """How a person agreed."""

    ACCOUNT = "account", _("dit sur son propre compte")
    SIGNED = "signed", _("signé sur papier")


class AuthorisationState(models.TextChoices):
    RECORDED = "recorded", _("à confirmer")
    ACTIVE = "active", _("en vigueur")
    REVOKED = "revoked", _("retirée")


AGENCY_LIFE = Lifecycle("agency", [
    Step("confirm", ("introduced",), "known", P.WIRE_CONFIRM),
    Step("suspend", ("introduced", "known"), "suspended", P.WIRE_CONFIRM, reason_required=True),
    Step("resume", ("suspended",), "known", P.WIRE_CONFIRM, reason_required=True),
    Step("introduce_again", ("introduced", "suspended"), "introduced", P.WIRE_PAIR),
])  # fmt: skip

AUTHORISATION_LIFE = Lifecycle("transfer_authorisation", [
    Step("confirm", ("recorded",), "active", P.TRANSFERS_CONFIRM),
    Step("revoke", ("recorded", "active"), "revoked", P.TRANSFERS_CONFIRM, reason_required=True),
])  # fmt: skip
