from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class HearingState(models.TextChoices):
    CALLED = "called", _("convoqué")
    PRESENT = "present", _("présent")
    ABSENT = "absent", _("absent")


# `move`: another hour, day or jury; who was absent for a good reason is called again.
HEARING_LIFE = Lifecycle("hearing", [
    Step("move", ("called", "absent"), "called", P.INTERVIEWS_PLAN, reason_required=True),
    Step("receive", ("called", "absent"), "present", P.INTERVIEWS_RECEIVE),
    Step("miss", ("called",), "absent", P.INTERVIEWS_RECEIVE),
])  # fmt: skip
