from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class NumberState(models.TextChoices):
    """A number frozen by one person, published by another; one published again with other cells says why."""

    FROZEN = "frozen", _("figé")
    PUBLISHED = "published", _("publié")
    SET_ASIDE = "set_aside", _("écarté")
    WITHDRAWN = "withdrawn", _("retiré")
    RESTATED = "restated", _("rectifié")


class Cause(models.TextChoices):
    """Why a published number is not any more what it was."""

    DEFINITION = "definition", _("la définition a changé")
    LATE = "late", _("des données sont arrivées depuis")
    ERROR = "error", _("il y avait une erreur")


class Conflict(models.TextChoices):
    """Why two numbers that were said of the same thing differ."""

    DEFINITION = "definition", _("définitions différentes")
    DATE = "date", _("dates différentes")
    POPULATION = "population", _("populations différentes")
    ERROR = "error", _("erreur probable")


class Dated(models.TextChoices):
    """How precisely a source dates its number."""

    DAY = "day", _("jour")
    MONTH = "month", _("mois")
    YEAR = "year", _("année")


NUMBER_LIFE = Lifecycle("published_figure", [
    Step("publish", ("frozen",), "published", P.FIGURES_PUBLISH),
    Step("set_aside", ("frozen",), "set_aside", P.FIGURES_PUBLISH, reason_required=True),
    Step("withdraw", ("published",), "withdrawn", P.FIGURES_PUBLISH, reason_required=True),
    Step("restate", ("published",), "restated", P.FIGURES_PUBLISH),
])  # fmt: skip
