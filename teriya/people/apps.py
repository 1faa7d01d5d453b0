from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "teriya.people"
    label = "people"
