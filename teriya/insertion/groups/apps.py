from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class GroupsConfig(AppConfig):
    name = "teriya.insertion.groups"
    label = "groups"

    def ready(self) -> None:
        from teriya.foundation.intake import kinds
        from teriya.insertion.groups import parts, sheets
        from teriya.service.missions import parts as mission_parts

        kinds.register(sheets.KIND)
        mission_parts.DOORS.append(parts.doors_of)
        navigation.add(_("Groupes d’épargne"), "groups:groups", "groups.read")
