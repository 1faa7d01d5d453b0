from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class RoutesConfig(AppConfig):
    name = "teriya.insertion.routes"
    label = "routes"

    def ready(self) -> None:
        from teriya.insertion.routes import parts
        from teriya.service.missions import parts as mission_parts

        mission_parts.DOORS.append(parts.doors_of)
        navigation.add(_("Anciens volontaires"), "routes:people", "routes.read", beside="/insertion/parcours/")
        navigation.add(_("Nos anciens volontaires"), "routes:hired", "routes.hired")
