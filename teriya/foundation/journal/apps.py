from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "teriya.foundation.journal"
    label = "journal"
