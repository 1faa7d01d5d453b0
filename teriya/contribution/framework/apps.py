from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class FrameworkConfig(AppConfig):
    name = "teriya.contribution.framework"
    label = "framework"

    def ready(self) -> None:
        from teriya.contribution.framework import sheets
        from teriya.foundation.intake import kinds

        kinds.register(sheets.KIND)
        navigation.add(_("Cadre stratégique"), "framework:framework", "framework.read")
