from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class LedgerConfig(AppConfig):
    name = "teriya.foundation.ledger"
    label = "ledger"

    def ready(self) -> None:
        navigation.add(_("Enveloppes"), "ledger:envelopes", "ledger.read", is_daily=False)
