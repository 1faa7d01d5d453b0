from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class AlumniConfig(AppConfig):
    name = "teriya.insertion.alumni"
    label = "alumni"

    def ready(self) -> None:
        from teriya.insertion.alumni import parts
        from teriya.service.missions import parts as mission_parts

        mission_parts.DOORS.append(parts.doors_of)
        navigation.add(_("Annuaire et prix"), "alumni:directory", "alumni.read", beside="/anciens/")
