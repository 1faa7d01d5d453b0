from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    """A monthly report of indicators (relevé mensuel): sent, attested by the host, validated by the regional centre."""

    SENT = "sent", _("envoyé")
    ATTESTED = "attested", _("attesté par la structure")
    VALIDATED = "validated", _("validé par le centre")
    RETURNED = "returned", _("renvoyé à corriger")
    REPLACED = "replaced", _("remplacé par une correction")


class Channel(models.TextChoices):
    """By which door a report came."""

    VOLUNTEER = "volunteer", _("le volontaire")
    BATCH = "batch", _("saisie par lot au centre")
    WORKBOOK = "workbook", _("classeur XLSX")


OPEN = (ReportState.SENT, ReportState.ATTESTED)
AGE_BANDS = ("under_15", "15_24", "25_35", "over_35")
SEXES = ("F", "M")
DISABILITY = ("yes", "no")
