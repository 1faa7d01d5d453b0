from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "teriya.partnerships.partners"
    label = "partners"
