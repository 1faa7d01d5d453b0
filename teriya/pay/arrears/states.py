from django.db import models
from django.utils.translation import gettext_lazy as _


class Cause(models.TextChoices):
    """What an unpaid month waits for first, in the order of the chain."""

    PRESENCE = "presence", _("présence manquante")
    HOST = "host", _("structure")
    FILE = "file", _("dossier")
    FUND = "fund", _("financement")
    INSTITUTION = "institution", _("institution de paiement")


class Turn(models.TextChoices):
    """Who holds a month that is not paid."""

    FACILITATOR = "facilitator", _("l’animateur ou le senior de l’équipe")
    TUTOR = "tutor", _("le tuteur ou la structure")
    CENTRE = "centre", _("le centre régional")
    FINANCE = "finance", _("l’agent financier")
    STEP = "step", _("l’étape de la chaîne")
    INSTITUTION = "institution", _("l’institution de paiement")
