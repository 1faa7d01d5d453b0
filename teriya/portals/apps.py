from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui.navigation import ENTRIES, Entry


class PortalsConfig(AppConfig):
    name = "teriya.portals"
    label = "portals"

    def ready(self) -> None:
        """Doors over the whole house stand before those of its rooms."""
        ENTRIES[:0] = [
            Entry(_("Tableau de bord"), "portals:director", ("dashboard.read",)),
            Entry(_("Audit"), "portals:journal", ("journal.read",)),
        ]
