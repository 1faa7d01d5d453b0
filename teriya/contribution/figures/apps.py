from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "teriya.contribution.figures"
    label = "figures"
