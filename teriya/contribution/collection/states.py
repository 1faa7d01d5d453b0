from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.contribution.collection.engine.cells import AGE_BANDS, DISABILITY, SEXES, Cell, cells_of
from teriya.contribution.collection.engine.plausible import SURVIVORS
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step

__all__ = [
    "AGE_BANDS",
    "DISABILITY",
    "OPEN",
    "REPORT_LIFE",
    "SEXES",
    "SURVIVORS",
    "Cell",
    "Channel",
    "ReportState",
    "cells_of",
]


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


class Chased(models.TextChoices):
    """Who was reminded of a month."""

    VOLUNTEER = "volunteer", _("le volontaire")
    HOST = "host", _("la structure")


class SampleState(models.TextChoices):
    """A sample of reports whose registers somebody else reads."""

    DRAWN = "drawn", _("tiré, à vérifier")
    CONCLUDED = "concluded", _("vérifié et figé")


OPEN = (ReportState.SENT, ReportState.ATTESTED)

REPORT_LIFE = Lifecycle("indicators", [
    Step("attest", ("sent",), "attested", P.INDICATORS_ATTEST),
    Step("decline", ("sent",), "returned", P.INDICATORS_ATTEST, reason_required=True),
    Step("validate", ("attested",), "validated", P.INDICATORS_VALIDATE),
    Step("validate_unattested", ("sent",), "validated", P.INDICATORS_VALIDATE, reason_required=True),
    Step("send_back", ("sent", "attested"), "returned", P.INDICATORS_VALIDATE, reason_required=True),
    Step("replace", ("validated",), "replaced", P.INDICATORS_VALIDATE),
])  # fmt: skip

SAMPLE_LIFE = Lifecycle("indicator_sample", [Step("conclude", ("drawn",), "concluded", P.INDICATORS_VERIFY)])
