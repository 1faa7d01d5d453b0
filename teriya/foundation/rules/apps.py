from django.apps import AppConfig

from teriya.foundation.ui import identity


class RulesConfig(AppConfig):
    name = "teriya.foundation.rules"
    label = "rules"

    def ready(self):
        from teriya.foundation.rules import queries

        identity.read_with(queries.agency)
