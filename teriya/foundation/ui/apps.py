from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "teriya.foundation.ui"
    label = "ui"
