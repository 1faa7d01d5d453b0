from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import identity, navigation


class RulesConfig(AppConfig):
    name = "teriya.foundation.rules"
    label = "rules"

    def ready(self):
        from teriya.foundation.rules import queries

        identity.read_with(queries.agency)
        navigation.add(_("Réglages"), "rules:rules", "rules.read", is_daily=False)
