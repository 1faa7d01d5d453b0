from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "teriya.foundation.documents"
    label = "documents"
