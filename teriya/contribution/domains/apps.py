from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class DomainsConfig(AppConfig):
    name = "teriya.contribution.domains"
    label = "domains"

    def ready(self) -> None:
        navigation.add(_("Choix des domaines"), "domains:domains", "domains.read")
