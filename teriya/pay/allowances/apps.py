from django.apps import AppConfig


class AllowancesConfig(AppConfig):
    name = "teriya.pay.allowances"
    label = "allowances"
