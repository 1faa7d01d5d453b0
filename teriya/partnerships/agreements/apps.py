from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class AgreementsConfig(AppConfig):
    name = "teriya.partnerships.agreements"
    label = "agreements"

    def ready(self) -> None:
        navigation.add(_("Financements"), "agreements:agreements", "agreements.read")
