from django.apps import AppConfig


class PortalsConfig(AppConfig):
    name = "teriya.portals"
    label = "portals"
