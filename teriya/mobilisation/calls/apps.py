from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "teriya.mobilisation.calls"
    label = "calls"
