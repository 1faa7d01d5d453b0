from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class AccountsConfig(AppConfig):
    name = "teriya.foundation.accounts"
    label = "accounts"

    def ready(self) -> None:
        navigation.add(_("Comptes"), "accounts:accounts", "accounts.manage", "accounts.appoint", is_daily=False)
