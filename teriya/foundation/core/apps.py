from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "teriya.foundation.core"
    label = "core"
