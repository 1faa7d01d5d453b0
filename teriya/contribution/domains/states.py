from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class ChoiceState(models.TextChoices):
    """A note to the board on the choice of domains, until the decision."""

    PREPARED = "prepared", _("préparée")
    SIGNED = "signed", _("signée, au conseil")
    DECIDED = "decided", _("suivie d’une décision")
    SET_ASIDE = "set_aside", _("écartée")


CHOICE_LIFE = Lifecycle("domain_note", [
    Step("sign", ("prepared",), "signed", P.DOMAINS_DECIDE),
    Step("decide", ("signed",), "decided", P.DOMAINS_DECIDE),
    Step("set_aside", ("prepared", "signed"), "set_aside", P.DOMAINS_DECIDE, reason_required=True),
])  # fmt: skip
