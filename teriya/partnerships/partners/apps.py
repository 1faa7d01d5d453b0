from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class PartnersConfig(AppConfig):
    name = "teriya.partnerships.partners"
    label = "partners"

    def ready(self) -> None:
        navigation.add(_("Partenaires"), "partners:partners", "partners.read")
        navigation.add(_("Pistes"), "partners:pipeline", "partners.read")
