from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class PlansConfig(AppConfig):
    name = "teriya.insertion.plans"
    label = "plans"

    def ready(self) -> None:
        from teriya.insertion.plans import parts
        from teriya.service.missions import parts as mission_parts

        mission_parts.DOORS.append(parts.doors_of)
        navigation.add(_("Accompagnement"), "plans:queue", "insertion.read")
        navigation.add(_("Mon projet"), "plans:mine", "plans.own")
