from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class BoardsConfig(AppConfig):
    name = "teriya.contribution.boards"
    label = "boards"

    def ready(self) -> None:
        navigation.add(_("Tableau de la contribution"), "boards:director", "boards.read")
        navigation.add(_("Contribution du secteur"), "boards:sector", "boards.sector")
        navigation.add(_("Ce que comptent nos volontaires"), "boards:host", "indicators.attest")
