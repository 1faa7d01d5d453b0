from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "teriya.foundation.accounts"
    label = "accounts"
