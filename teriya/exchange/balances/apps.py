from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class BalancesConfig(AppConfig):
    name = "teriya.exchange.balances"
    label = "balances"

    def ready(self) -> None:
        from teriya.exchange.balances import letters
        from teriya.exchange.balances.said import KINDS
        from teriya.exchange.wire import kinds

        for kind in KINDS:
            kinds.register(kind)
        letters.register_all()
        navigation.add(_("Soldes de réciprocité"), "balances:balances", "balances.read", beside="/echanges/soldes/")
