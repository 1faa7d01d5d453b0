from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "teriya.foundation.rules"
    label = "rules"

    def ready(self):
        from teriya.foundation.rules import queries
        from teriya.foundation.ui import identity

        identity.read_with(queries.agency)
