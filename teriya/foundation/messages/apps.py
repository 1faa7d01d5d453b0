from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "teriya.foundation.messages"
    label = "outbox"
