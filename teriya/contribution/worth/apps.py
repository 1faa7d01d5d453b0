from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class WorthConfig(AppConfig):
    name = "teriya.contribution.worth"
    label = "worth"

    def ready(self) -> None:
        navigation.add(_("Valeur et coût"), "worth:worth", "worth.read")
