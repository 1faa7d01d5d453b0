from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class VisitState(models.TextChoices):
    PLANNED = "planned", _("prévue")
    DONE = "done", _("faite")
    CANCELLED = "cancelled", _("annulée")


class Met(models.TextChoices):
    """Who was met during a visit."""

    VOLUNTEER = "volunteer", _("le volontaire")
    TUTOR = "tutor", _("le tuteur")
    OFFICER = "officer", _("le responsable de la structure")
    OTHERS = "others", _("des collègues ou des usagers")


class PointState(models.TextChoices):
    OPEN = "open", _("à clore")
    CLOSED = "closed", _("close")


class Owner(models.TextChoices):
    """Who has to do what a visit asked for."""

    VOLUNTEER = "volunteer", _("le volontaire")
    HOST = "host", _("la structure")
    CENTRE = "centre", _("le centre régional")
    HEAD_OFFICE = "head_office", _("le siège")


class When(models.TextChoices):
    MID_TERM = "mid_term", _("mi-parcours")
    END = "end", _("fin de mission")


class Appraised(models.TextChoices):
    """Who is appraised: the volunteer by the host, or the host by the volunteer."""

    VOLUNTEER = "volunteer", _("du volontaire")
    HOST = "host", _("de la structure")


class AppraisalState(models.TextChoices):
    SUBMITTED = "submitted", _("faite, à signer")
    SIGNED = "signed", _("signée des deux côtés")
    CONCLUDED = "concluded", _("conclue par le centre")


class IncidentState(models.TextChoices):
    REPORTED = "reported", _("reçu")
    TAKEN = "taken", _("pris en charge")
    CLOSED = "closed", _("clos")


class StepKind(models.TextChoices):
    """A step in the handling of an incident."""

    TAKEN = "taken", _("pris en charge")
    NOTE = "note", _("fait")
    TOLD = "told", _("dit par la personne")
    FUNDER = "funder", _("bailleur averti")
    CLOSED = "closed", _("clos")


class EvacuationState(models.TextChoices):
    RUNNING = "running", _("en cours")
    CLOSED = "closed", _("close")


class DerogationState(models.TextChoices):
    PROPOSED = "proposed", _("à signer")
    SIGNED = "signed", _("signée")
    REFUSED = "refused", _("refusée")


LEVELS = {
    1: _("insuffisant"),
    2: _("à améliorer"),
    3: _("bien"),
    4: _("très bien"),
}  # a mark of a criterion of four points

VISIT_LIFE = Lifecycle("visit", [
    Step("record", ("planned",), "done", P.VISITS_MAKE),
    Step("cancel", ("planned",), "cancelled", P.VISITS_MAKE, reason_required=True),
])  # fmt: skip

POINT_LIFE = Lifecycle("point", [Step("close", ("open",), "closed", P.VISITS_MAKE, reason_required=True)])

APPRAISAL_LIFE = Lifecycle("appraisal", [
    Step("sign", ("submitted",), "signed", P.APPRAISALS_GIVE),
    Step("review", ("signed",), "concluded", P.APPRAISALS_REVIEW),
    Step("review_unsigned", ("submitted",), "concluded", P.APPRAISALS_REVIEW, reason_required=True),
])  # fmt: skip

INCIDENT_LIFE = Lifecycle("incident", [
    Step("take", ("reported",), "taken", P.INCIDENTS_HANDLE),
    Step("close", ("taken",), "closed", P.INCIDENTS_HANDLE),
])  # fmt: skip

EVACUATION_LIFE = Lifecycle("evacuation", [Step("close", ("running",), "closed", P.EVACUATIONS_ORDER)])

DEROGATION_LIFE = Lifecycle("derogation", [
    Step("sign", ("proposed",), "signed", P.DEROGATIONS_SIGN),
    Step("refuse", ("proposed",), "refused", P.DEROGATIONS_SIGN, reason_required=True),
])  # fmt: skip
