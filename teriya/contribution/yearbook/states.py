from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class EditionState(models.TextChoices):
    """A yearbook: frozen by one person, published by another."""

    FROZEN = "frozen", _("figé")
    PUBLISHED = "published", _("publié")
    SET_ASIDE = "set_aside", _("écarté")
    WITHDRAWN = "withdrawn", _("retiré")


EDITION_LIFE = Lifecycle("yearbook", [
    Step("publish", ("frozen",), "published", P.FIGURES_PUBLISH),
    Step("set_aside", ("frozen",), "set_aside", P.FIGURES_PUBLISH, reason_required=True),
    Step("withdraw", ("published",), "withdrawn", P.FIGURES_PUBLISH, reason_required=True),
])  # fmt: skip
