from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class ReleaseKind(models.TextChoices):
    DATA = "data", _("jeux de données")
    IATI = "iati", _("fichier IATI des conventions")


class ReleaseState(models.TextChoices):
    PREPARED = "prepared", _("préparée")
    PUBLISHED = "published", _("publiée")
    SET_ASIDE = "set_aside", _("écartée")


RELEASE_LIFE = Lifecycle("release", [
    Step("publish", ("prepared",), "published", P.OPENDATA_PUBLISH),
    Step("set_aside", ("prepared",), "set_aside", P.OPENDATA_PUBLISH, reason_required=True),
])  # fmt: skip
