from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "teriya.foundation.ledger"
    label = "ledger"
