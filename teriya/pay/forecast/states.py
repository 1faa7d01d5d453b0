from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class Sort(models.TextChoices):
    """What a line of the forecast is: what leaves first, then what comes in."""

    UNPAID = "unpaid", _("mois servis, pas encore comptés")
    COUNTED = "counted", _("lignes de paie, pas encore ordonnancées")
    RUNNING = "running", _("missions en cours")
    PREPARED = "prepared", _("missions préparées, pas encore commencées")
    SEAT = "seat", _("places financées, encore libres")
    RENEWAL = "renewal", _("renouvellements supposés")
    END = "end", _("pécules de fin de mission")
    COVER = "cover", _("couverture sociale")
    MORE = "more", _("volontaires du scénario")
    TRANCHE = "tranche", _("tranches de convention")
    HOSTS = "hosts", _("quotes-parts des structures")
    BUDGET = "budget", _("changement de dotation du scénario")


COMES_IN = frozenset({Sort.TRANCHE, Sort.HOSTS, Sort.BUDGET})
EXPECTED = frozenset({Sort.SEAT, Sort.RENEWAL, Sort.MORE})  # nobody has decided them yet


class CutRule(models.TextChoices):
    """Who stops first when an envelope no longer pays everybody."""

    LAST_STARTED = "last_started", _("les dernières commencées d’abord")
    LATEST_END = "latest_end", _("celles qui finissent le plus tard d’abord")
    LEAST_PRIORITY = "least_priority", _("les domaines les moins prioritaires d’abord")


class CutState(models.TextChoices):
    PROPOSED = "proposed", _("proposée")
    DECIDED = "decided", _("décidée")
    SET_ASIDE = "set_aside", _("écartée")


CUT_LIFE = Lifecycle("cut", [
    Step("decide", ("proposed",), "decided", P.CUTS_DECIDE),
    Step("set_aside", ("proposed",), "set_aside", P.CUTS_DECIDE, reason_required=True),
])  # fmt: skip


class FigureState(models.TextChoices):
    FROZEN = "frozen", _("figé")
    PUBLISHED = "published", _("publié")
    SET_ASIDE = "set_aside", _("écarté")
    WITHDRAWN = "withdrawn", _("retiré")


FIGURE_LIFE = Lifecycle("source_figure", [
    Step("publish", ("frozen",), "published", P.DELAYS_PUBLISH),
    Step("set_aside", ("frozen",), "set_aside", P.DELAYS_PUBLISH, reason_required=True),
    Step("withdraw", ("published",), "withdrawn", P.DELAYS_PUBLISH, reason_required=True),
])  # fmt: skip
