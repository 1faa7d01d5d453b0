from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class ProgrammeState(models.TextChoices):
    """A version of the annual work plan and budget (PTBA)."""

    DRAFT = "draft", _("en préparation")
    SUBMITTED = "submitted", _("soumis au conseil")
    ADOPTED = "adopted", _("adopté")
    REPLACED = "replaced", _("remplacé par une autre version")


class ReviewState(models.TextChoices):
    OPEN = "open", _("en préparation")
    HELD = "held", _("tenue, à valider")
    VALIDATED = "validated", _("validée")


class DecisionState(models.TextChoices):
    """A decision of a review, followed up in the reviews that come after it."""

    TAKEN = "taken", _("à faire")
    DONE = "done", _("fait")
    DROPPED = "dropped", _("abandonné")


class AxisKind(models.TextChoices):
    OWN = "own", _("axe du plan stratégique")
    NATIONAL = "national", _("axe du plan national")


class Colour(models.TextChoices):
    """What a rate is worth, by the thresholds of the rules in force on the day of the review."""

    GREEN = "green", _("atteint ou presque")
    AMBER = "amber", _("en retrait")
    RED = "red", _("en retard")
    NONE = "", _("sans taux")


class Recipient(models.TextChoices):
    BOARD = "board", _("conseil d’administration")
    MINISTRY = "ministry", _("ministère de tutelle")


PROGRAMME_LIFE = Lifecycle("work_plan", [
    Step("submit", ("draft",), "submitted", P.FRAMEWORK_WRITE),
    Step("send_back", ("submitted",), "draft", P.FRAMEWORK_ADOPT, reason_required=True),
    Step("adopt", ("submitted",), "adopted", P.FRAMEWORK_ADOPT),
    Step("replace", ("adopted",), "replaced", P.FRAMEWORK_ADOPT),
])  # fmt: skip
REVIEW_LIFE = Lifecycle("quarterly_review", [
    Step("hold", ("open",), "held", P.FRAMEWORK_WRITE),
    Step("reopen", ("held",), "open", P.FRAMEWORK_ADOPT, reason_required=True),
    Step("validate", ("held",), "validated", P.FRAMEWORK_ADOPT),
])  # fmt: skip
DECISION_LIFE = Lifecycle("review_decision", [
    Step("do", ("taken",), "done", P.FRAMEWORK_WRITE, reason_required=True),
    Step("drop", ("taken",), "dropped", P.FRAMEWORK_WRITE, reason_required=True),
])  # fmt: skip
