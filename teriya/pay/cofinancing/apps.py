from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class CofinancingConfig(AppConfig):
    name = "teriya.pay.cofinancing"
    label = "cofinancing"

    def ready(self) -> None:
        from teriya.foundation.intake import kinds
        from teriya.pay.cofinancing import sheets

        kinds.register(sheets.KIND)
        navigation.add(_("Quotes-parts"), "cofinancing:hosts", "shares.read")
        navigation.add(_("Ma quote-part"), "cofinancing:mine", "shares.own")
