from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class RelationsConfig(AppConfig):
    name = "teriya.exchange.relations"
    label = "relations"

    def ready(self) -> None:
        from teriya.exchange.relations import said, words
        from teriya.exchange.wire import kinds

        for kind in said.KINDS:
            kinds.register(kind)
        words.register_all()
        navigation.add(_("Relations"), "relations:relations", "relations.read")
