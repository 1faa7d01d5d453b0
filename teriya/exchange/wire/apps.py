from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class WireConfig(AppConfig):
    name = "teriya.exchange.wire"
    label = "wire"

    def ready(self) -> None:
        from teriya.exchange.wire import kinds
        from teriya.exchange.wire.actions import keeping
        from teriya.exchange.wire.jobs import deliver_due
        from teriya.foundation.core import beats

        kinds.register(kinds.Kind(keeping.KEYS, keeping.pin, keeping.SCHEMA))
        beats.add(deliver_due)
        navigation.add(_("Agences"), "wire:agencies", "wire.read", beside="/echanges/agences/")
        navigation.add(
            _("Transferts de données"), "wire:authorisations", "transfers.read", beside="/echanges/autorisations/"
        )
