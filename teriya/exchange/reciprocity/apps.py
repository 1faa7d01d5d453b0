from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class ReciprocityConfig(AppConfig):
    name = "teriya.exchange.reciprocity"
    label = "reciprocity"

    def ready(self) -> None:
        navigation.add(
            _("Offres et candidatures"), "reciprocity:offers", "exchanges.read", beside="/echanges/candidatures/"
        )
        navigation.add(_("Partir à l’étranger"), "reciprocity:mine", "consents.own")
        from teriya.exchange.reciprocity import letters
        from teriya.exchange.reciprocity.said import KINDS
        from teriya.exchange.wire import kinds

        for kind in KINDS:
            kinds.register(kind)
        letters.register_all()
