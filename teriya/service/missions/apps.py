from django.apps import AppConfig


class MissionsConfig(AppConfig):
    name = "teriya.service.missions"
    label = "missions"
