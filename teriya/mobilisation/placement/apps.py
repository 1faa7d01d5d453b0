from django.apps import AppConfig


class PlacementConfig(AppConfig):
    name = "teriya.mobilisation.placement"
    label = "placement"
