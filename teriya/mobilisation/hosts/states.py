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


class NeedState(models.TextChoices):
    SUBMITTED = "submitted", _("soumis")
    APPROVED = "approved", _("approuvé")
    REFUSED = "refused", _("refusé")
    CLOSED = "closed", _("clos")


class SeatState(models.TextChoices):
    OPEN = "open", _("libre")
    FILLED = "filled", _("pourvue")
    CLOSED = "closed", _("fermée")


HOST_LIFE = Lifecycle("host", [
    Step("evaluate", ("registered", "evaluated", "refused"), "evaluated", P.HOSTS_EVALUATE),
    Step("accredit", ("evaluated",), "accredited", P.HOSTS_ACCREDIT),
    Step("refuse", ("evaluated",), "refused", P.HOSTS_ACCREDIT, reason_required=True),
    Step("suspend", ("accredited",), "suspended", P.HOSTS_SUSPEND, reason_required=True),
    Step("reinstate", ("suspended",), "accredited", P.HOSTS_SUSPEND, reason_required=True),
    Step("remove", ("accredited", "suspended"), "removed", P.HOSTS_SUSPEND, reason_required=True),
])  # fmt: skip

NEED_LIFE = Lifecycle("need", [
    Step("approve", ("submitted",), "approved", P.NEEDS_APPROVE),
    Step("refuse", ("submitted",), "refused", P.NEEDS_APPROVE, reason_required=True),
    Step("close", ("approved",), "closed", P.NEEDS_APPROVE, reason_required=True),
])  # fmt: skip
