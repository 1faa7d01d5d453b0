from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui.navigation import ENTRIES, Entry


class PortalsConfig(AppConfig):
    name = "teriya.portals"
    label = "portals"

    def ready(self) -> None:
        """Doors over the whole house stand before those of its rooms, those of its foundations after."""
        ENTRIES[:0] = [
            Entry(_("Tableau de bord"), "portals:director", ("dashboard.read",)),
            Entry(_("Ma convention"), "portals:partner", ("agreements.own",)),
            Entry(_("Audit"), "portals:journal", ("journal.read",)),
        ]
        ENTRIES.extend([
            Entry(_("Sans réseau"), "offline:home", ("offline.use",)),
            Entry(_("Fichiers"), "intake:bring", ("intake.import",)),
            Entry(_("Enveloppes"), "ledger:envelopes", ("ledger.read",)),
            Entry(_("Comptes"), "accounts:accounts", ("accounts.manage", "accounts.appoint")),
            Entry(_("Appareils"), "offline:devices", ("accounts.manage",)),
            Entry(_("Réglages"), "rules:rules", ("rules.read",)),
        ])  # fmt: skip
