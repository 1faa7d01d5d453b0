from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class HearingState(models.TextChoices):
    CALLED = "called", _("convoqué")
    PRESENT = "present", _("présent")
    ABSENT = "absent", _("absent")
    HEARD = "heard", _("entendu")
    CONTESTED = "contested", _("à réentendre")
    SUPERSEDED = "superseded", _("repris")


class ConflictState(models.TextChoices):
    DECLARED = "declared", _("à régler")
    SETTLED = "settled", _("réglé")


# `move`: another hour, day or jury; who was absent for a good reason is called again. `come`: somebody whom the door did not
# mark sits before the jury. Sheets are opened by the third that is sealed, or recorded from paper by the centre.
HEARING_LIFE = Lifecycle("hearing", [
    Step("move", ("called", "present", "absent"), "called", P.INTERVIEWS_PLAN, reason_required=True),
    Step("receive", ("called", "absent"), "present", P.INTERVIEWS_RECEIVE),
    Step("miss", ("called",), "absent", P.INTERVIEWS_RECEIVE),
    Step("come", ("called",), "present", P.JURY_SCORE),
    Step("open_sheets", ("present",), "heard", P.JURY_SCORE),
    Step("find_apart", ("present",), "contested", P.JURY_SCORE),
    Step("record_sheets", ("called", "present"), "heard", P.JURY_ENTER),
    Step("record_apart", ("called", "present"), "contested", P.JURY_ENTER),
    Step("hear_again", ("contested",), "superseded", P.INTERVIEWS_PLAN, reason_required=True),
])  # fmt: skip

CONFLICT_LIFE = Lifecycle("conflict", [
    Step("hear_elsewhere", ("declared",), "settled", P.INTERVIEWS_PLAN, reason_required=True),
    Step("seat_another", ("declared",), "settled", P.INTERVIEWS_PLAN),
])  # fmt: skip
