from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class OpenDataConfig(AppConfig):
    name = "teriya.contribution.opendata"
    label = "opendata"

    def ready(self) -> None:
        navigation.add(_("Données ouvertes"), "opendata:releases", "opendata.read", beside="/contribution/donnees/")
