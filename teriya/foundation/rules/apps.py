from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "teriya.foundation.rules"
    label = "rules"
