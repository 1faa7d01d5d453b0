from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class PortalsConfig(AppConfig):
    name = "teriya.portals"
    label = "portals"

    def ready(self) -> None:
        navigation.add(_("Tableau de bord"), "portals:director", "dashboard.read")
        navigation.add(_("Audit"), "portals:journal", "journal.read")
