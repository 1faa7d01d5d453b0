from django.db import models

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class MarkKind(models.TextChoices):
    PRESENT = "present", "présent"
    ABSENT = "absent", "absent"
    EXCUSED = "excused", "absence justifiée"
    LEAVE = "leave", "congé"
    SUSPENDED = "suspended", "suspendu"
    HOLIDAY = "holiday", "jour férié"


NOT_SERVED = (MarkKind.ABSENT, MarkKind.SUSPENDED)  # what a monthly allowance takes off


class SheetState(models.TextChoices):
    RECORDED = "recorded", "pointée"
    ATTESTED = "attested", "attestée"
    CONFIRMED = "confirmed", "confirmée"


SHEET_LIFE = Lifecycle("sheet", [
    Step("attest", ("recorded",), "attested", P.PRESENCE_ATTEST),
    Step("attest_on_paper", ("recorded",), "attested", P.PRESENCE_RECORD, reason_required=True),
    Step("confirm", ("attested",), "confirmed", P.PRESENCE_CONFIRM),
    Step("reopen", ("attested",), "recorded", P.PRESENCE_CONFIRM, reason_required=True),
])  # fmt: skip
