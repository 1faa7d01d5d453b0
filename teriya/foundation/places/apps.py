from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "teriya.foundation.places"
    label = "places"
