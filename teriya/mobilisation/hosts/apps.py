from django.apps import AppConfig


class HostsConfig(AppConfig):
    name = "teriya.mobilisation.hosts"
    label = "hosts"
