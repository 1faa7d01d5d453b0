from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class HostState(models.TextChoices):
    REGISTERED = "registered", _("enregistrée")
    EVALUATED = "evaluated", _("évaluée")
    ACCREDITED = "accredited", _("agréée")
    REFUSED = "refused", _("refusée")
    SUSPENDED = "suspended", _("suspendue")
    REMOVED = "removed", _("radiée")


class RecourseState(models.TextChoices):
    FILED = "filed", _("à répondre")
    UPHELD = "upheld", _("admis")
    REJECTED = "rejected", _("rejeté")


class WideningState(models.TextChoices):
    ASKED = "asked", _("à décider")
    GRANTED = "granted", _("accordé")
    REFUSED = "refused", _("refusé")


class PlannedState(models.TextChoices):
    PLANNED = "planned", _("à confirmer")
    CONFIRMED = "confirmed", _("confirmé")
    DECLINED = "declined", _("décliné")


class NeedState(models.TextChoices):
    SUBMITTED = "submitted", _("soumis")
    TO_CHANGE = "to_change", _("à modifier")
    REVIEWED = "reviewed", _("avis favorable")
    APPROVED = "approved", _("approuvé")
    REFUSED = "refused", _("refusé")
    WITHDRAWN = "withdrawn", _("retiré")
    CLOSED = "closed", _("clos")


class SeatState(models.TextChoices):
    OPEN = "open", _("libre")
    FILLED = "filled", _("pourvue")
    CLOSED = "closed", _("fermée")


HOST_LIFE = Lifecycle("host", [
    Step("evaluate", ("registered", "evaluated", "refused"), "evaluated", P.HOSTS_EVALUATE),
    Step("evaluate_again", ("accredited",), "accredited", P.HOSTS_EVALUATE),
    Step("accredit", ("evaluated",), "accredited", P.HOSTS_ACCREDIT),
    Step("renew", ("accredited",), "accredited", P.HOSTS_ACCREDIT),
    Step("refuse", ("evaluated",), "refused", P.HOSTS_ACCREDIT, reason_required=True),
    Step("suspend", ("accredited",), "suspended", P.HOSTS_SUSPEND, reason_required=True),
    Step("reinstate", ("suspended",), "accredited", P.HOSTS_SUSPEND, reason_required=True),
    Step("remove", ("accredited", "suspended"), "removed", P.HOSTS_SUSPEND, reason_required=True),
    Step("reopen", ("refused",), "registered", P.RECOURSES_ANSWER, reason_required=True),
    Step("restore", ("suspended", "removed"), "accredited", P.RECOURSES_ANSWER, reason_required=True),
])  # fmt: skip

RECOURSE_LIFE = Lifecycle("recourse", [
    Step("uphold", ("filed",), "upheld", P.RECOURSES_ANSWER, reason_required=True),
    Step("reject", ("filed",), "rejected", P.RECOURSES_ANSWER, reason_required=True),
])  # fmt: skip

WIDENING_LIFE = Lifecycle("widening", [
    Step("grant", ("asked",), "granted", P.HOSTS_ACCREDIT),
    Step("refuse_widening", ("asked",), "refused", P.HOSTS_ACCREDIT, reason_required=True),
])  # fmt: skip

STOPPED = ("refused", "suspended", "removed")  # a host that asks for nothing until its own decision changes
CONTESTABLE = ("refuse", "suspend", "remove")  # decisions that a host may recourse
REDRESS = {"refused": "reopen", "suspended": "restore", "removed": "restore"}  # state → what an admitted appeal does

PLANNED_LIFE = Lifecycle("planned", [
    Step("confirm", ("planned",), "confirmed", P.NEEDS_WRITE),
    Step("decline", ("planned",), "declined", P.NEEDS_WRITE, reason_required=True),
])  # fmt: skip

OPEN_NEED = ("submitted", "to_change")  # what who wrote a need may still change
WAITING = ("submitted", "reviewed")  # what somebody still has to decide

NEED_LIFE = Lifecycle("need", [
    Step("review", ("submitted",), "reviewed", P.NEEDS_REVIEW),
    Step("request_change", WAITING, "to_change", P.NEEDS_REVIEW, reason_required=True),
    Step("resubmit", ("to_change",), "submitted", P.NEEDS_WRITE),
    Step("withdraw", ("submitted", "to_change", "reviewed"), "withdrawn", P.NEEDS_WRITE, reason_required=True),
    Step("approve", ("reviewed",), "approved", P.NEEDS_APPROVE),
    Step("refuse", WAITING, "refused", P.NEEDS_REVIEW, reason_required=True),
    Step("replace", ("approved",), "closed", P.NEEDS_WRITE, reason_required=True),
])  # fmt: skip
