from django.apps import AppConfig


class SelectionConfig(AppConfig):
    name = "teriya.mobilisation.selection"
    label = "selection"
