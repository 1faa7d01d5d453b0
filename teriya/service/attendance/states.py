from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step

AT_THE_HOST = {"tutor", "host_officer"}  # roles of who records where the volunteer serves
IN_THE_FIELD = {"field_facilitator", "senior"}


class MarkKind(models.TextChoices):
    PRESENT = "present", _("présent")
    ABSENT = "absent", _("absent")
    EXCUSED = "excused", _("absence justifiée")
    LEAVE = "leave", _("congé")
    UNPAID = "unpaid", _("congé sans allocation")
    SUSPENDED = "suspended", _("suspendu")
    HOLIDAY = "holiday", _("jour férié")


NOT_SERVED = (MarkKind.ABSENT, MarkKind.UNPAID, MarkKind.SUSPENDED)  # what a monthly allowance takes off


class SheetState(models.TextChoices):
    RECORDED = "recorded", _("pointée")
    ATTESTED = "attested", _("attestée")
    CONFIRMED = "confirmed", _("confirmée")


SHEET_LIFE = Lifecycle("sheet", [
    Step("attest", ("recorded",), "attested", P.PRESENCE_ATTEST),
    Step("attest_on_paper", ("recorded",), "attested", P.PRESENCE_KEY, reason_required=True),
    Step("confirm", ("attested",), "confirmed", P.PRESENCE_CONFIRM),
    Step("reopen", ("attested",), "recorded", P.PRESENCE_CONFIRM, reason_required=True),
])  # fmt: skip


class LeaveState(models.TextChoices):
    ASKED = "asked", _("demandé")
    ADVISED = "advised", _("avis donné")
    APPROVED = "approved", _("accordé")
    SHORTENED = "shortened", _("écourté")
    REFUSED = "refused", _("refusé")
    WITHDRAWN = "withdrawn", _("retiré")


GRANTED = (LeaveState.APPROVED, LeaveState.SHORTENED)
PENDING = (LeaveState.ASKED, LeaveState.ADVISED)

LEAVE_LIFE = Lifecycle("leave", [
    Step("advise", ("asked",), "advised", P.PRESENCE_ATTEST),
    Step("advise_on_paper", ("asked",), "advised", P.PRESENCE_RECORD, reason_required=True),
    Step("approve", ("advised",), "approved", P.PRESENCE_CONFIRM),
    Step("approve_unadvised", ("asked",), "approved", P.PRESENCE_CONFIRM, reason_required=True),
    Step("refuse", ("asked", "advised"), "refused", P.PRESENCE_CONFIRM, reason_required=True),
    Step("withdraw", ("asked", "advised", "approved"), "withdrawn", P.LEAVES_ASK),
    Step("shorten", ("approved",), "shortened", P.PRESENCE_RECORD),
])  # fmt: skip
