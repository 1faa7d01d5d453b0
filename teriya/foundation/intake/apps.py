from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "teriya.foundation.intake"
    label = "intake"
