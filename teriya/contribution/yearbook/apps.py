from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class YearbookConfig(AppConfig):
    name = "teriya.contribution.yearbook"
    label = "yearbook"

    def ready(self) -> None:
        navigation.add(_("Annuaire"), "yearbook:yearbooks", "figures.read", beside="/annuaire/")
