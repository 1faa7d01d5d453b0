from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class CostState(models.TextChoices):
    RECORDED = "recorded", _("à confirmer")
    DECLARED = "declared", _("connu des deux agences")
    SET_ASIDE = "set_aside", _("écarté")
    WITHDRAWN = "withdrawn", _("retiré")
    UNDELIVERED = "undelivered", _("non reçu")


class StatementState(models.TextChoices):
    PREPARED = "prepared", _("préparé")
    PROPOSED = "proposed", _("proposé")
    AGREED = "agreed", _("approuvé par les deux agences")
    REFUSED = "refused", _("refusé")
    SET_ASIDE = "set_aside", _("écarté")
    PAID = "paid", _("réglé")


LIVE = (StatementState.PREPARED, StatementState.PROPOSED, StatementState.AGREED, StatementState.PAID)

COST_LIFE = Lifecycle("exchange_cost", [
    Step("declare", ("recorded",), "declared", P.COSTS_CONFIRM),
    Step("set_aside", ("recorded",), "set_aside", P.COSTS_CONFIRM, reason_required=True),
    Step("withdraw", ("declared",), "withdrawn", P.COSTS_CONFIRM, reason_required=True),
    Step("restore", ("withdrawn",), "declared", P.COSTS_CONFIRM),
    Step("miss", ("declared",), "undelivered", P.COSTS_CONFIRM),
])  # fmt: skip

STATEMENT_LIFE = Lifecycle("exchange_statement", [
    Step("propose", ("prepared",), "proposed", P.STATEMENTS_DECIDE),
    Step("set_aside", ("prepared",), "set_aside", P.COSTS_ENTER, reason_required=True),
    Step("agree", ("proposed",), "agreed", P.STATEMENTS_DECIDE),
    Step("refuse", ("proposed",), "refused", P.STATEMENTS_DECIDE, reason_required=True),
    Step("receive", ("agreed",), "paid", P.COSTS_CONFIRM),
    Step("reopen", ("agreed", "refused"), "proposed", P.STATEMENTS_DECIDE),
    Step("unreceive", ("paid",), "agreed", P.COSTS_CONFIRM),
])  # fmt: skip
