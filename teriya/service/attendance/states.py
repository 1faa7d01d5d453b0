from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class MarkKind(models.TextChoices):
    PRESENT = "present", _("présent")
    ABSENT = "absent", _("absent")
    EXCUSED = "excused", _("absence justifiée")
    LEAVE = "leave", _("congé")
    SUSPENDED = "suspended", _("suspendu")
    HOLIDAY = "holiday", _("jour férié")


NOT_SERVED = (MarkKind.ABSENT, MarkKind.SUSPENDED)  # what a monthly allowance takes off


class SheetState(models.TextChoices):
    RECORDED = "recorded", _("pointée")
    ATTESTED = "attested", _("attestée")
    CONFIRMED = "confirmed", _("confirmée")


SHEET_LIFE = Lifecycle("sheet", [
    Step("attest", ("recorded",), "attested", P.PRESENCE_ATTEST),
    Step("attest_on_paper", ("recorded",), "attested", P.PRESENCE_RECORD, reason_required=True),
    Step("confirm", ("attested",), "confirmed", P.PRESENCE_CONFIRM),
    Step("reopen", ("attested",), "recorded", P.PRESENCE_CONFIRM, reason_required=True),
])  # fmt: skip
