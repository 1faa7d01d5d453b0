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


VISIT_LIFE = Lifecycle("visit", [
    Step("record", ("planned",), "done", P.VISITS_MAKE),
    Step("cancel", ("planned",), "cancelled", P.VISITS_MAKE, reason_required=True),
])  # fmt: skip

POINT_LIFE = Lifecycle("point", [Step("close", ("open",), "closed", P.VISITS_MAKE, reason_required=True)])
