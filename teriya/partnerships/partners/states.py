from django.db import models
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """What a partner is to the agency; one may be several things."""

    FUNDER = "funder", _("financeur")
    TECHNICAL = "technical", _("partenaire technique")
    HOST = "host", _("accueille des postes")
    OPERATOR = "operator", _("opérateur délégué")
    SENDER = "sender", _("envoie ou reçoit des volontaires")
