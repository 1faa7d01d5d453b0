from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class SessionState(models.TextChoices):
    PLANNED = "planned", _("prévue")
    CONVENED = "convened", _("convoquée")
    CLOSED = "closed", _("résultats écrits")
    CANCELLED = "cancelled", _("annulée")


class TraineeState(models.TextChoices):
    SEATED = "seated", _("a sa place")
    PASSED = "passed", _("formation validée")
    RESIT = "resit", _("à reprendre")
    FAILED = "failed", _("ajourné")
    LEFT = "left", _("place rendue")


class Half(models.TextChoices):
    """Half of a day of training; the values sort in the order of the day."""

    MORNING = "am", _("matin")
    AFTERNOON = "pm", _("après-midi")


class Lack(models.TextChoices):
    """Why a module is still owed."""

    ABSENT = "absent", _("absent à ce module")
    PRESENCE = "presence", _("présence insuffisante")
    MARK = "mark", _("note insuffisante")


LIVE = (TraineeState.SEATED, TraineeState.PASSED)  # one at a time for a person
OPEN = (SessionState.PLANNED, SessionState.CONVENED)

SESSION_LIFE = Lifecycle("training", [
    Step("convene", ("planned", "convened"), "convened", P.TRAINING_PLAN),
    Step("conclude", ("convened", "closed"), "closed", P.TRAINING_HOLD),
    Step("cancel", ("planned", "convened"), "cancelled", P.TRAINING_PLAN, reason_required=True),
])  # fmt: skip

TRAINEE_LIFE = Lifecycle("trainee", [
    Step("validate", ("seated", "resit", "failed"), "passed", P.TRAINING_HOLD),
    Step("put_off", ("seated",), "resit", P.TRAINING_HOLD),
    Step("fail", ("seated",), "failed", P.TRAINING_HOLD),
    Step("free", ("seated",), "left", P.TRAINING_PLAN, reason_required=True),
    Step("drop", ("seated",), "left", P.TRAINING_HOLD, reason_required=True),
])  # fmt: skip
