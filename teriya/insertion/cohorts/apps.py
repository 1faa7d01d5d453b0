from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class CohortsConfig(AppConfig):
    name = "teriya.insertion.cohorts"
    label = "cohorts"

    def ready(self) -> None:
        navigation.add(_("Taux d’insertion"), "cohorts:cohorts", "rates.read", beside="/insertion/taux/")
