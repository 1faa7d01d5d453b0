from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class IntakeConfig(AppConfig):
    name = "teriya.foundation.intake"
    label = "intake"

    def ready(self) -> None:
        navigation.add(_("Fichiers"), "intake:bring", "intake.import", is_daily=False)
