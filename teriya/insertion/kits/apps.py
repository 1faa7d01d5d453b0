from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class KitsConfig(AppConfig):
    name = "teriya.insertion.kits"
    label = "kits"

    def ready(self) -> None:
        from teriya.insertion.kits import parts
        from teriya.service.missions import parts as mission_parts

        mission_parts.DOORS.append(parts.doors_of)
        navigation.add(_("Kits"), "kits:kits", "kits.read")
