from django.apps import AppConfig


class CollectionConfig(AppConfig):
    name = "teriya.contribution.collection"
    label = "collection"
