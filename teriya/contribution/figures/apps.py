from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class FiguresConfig(AppConfig):
    name = "teriya.contribution.figures"
    label = "figures"

    def ready(self) -> None:
        navigation.add(_("Chiffres"), "figures:count", "figures.read", beside="/contribution/chiffres/")
