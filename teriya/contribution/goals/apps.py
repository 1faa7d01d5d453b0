from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class GoalsConfig(AppConfig):
    name = "teriya.contribution.goals"
    label = "goals"

    def ready(self) -> None:
        from teriya.contribution.goals import parts
        from teriya.mobilisation.hosts import parts as host_parts

        host_parts.NEED_DOORS.append(parts.doors_of)
        navigation.add(_("Du besoin à l’objectif"), "goals:chain", "chain.read", beside="/contribution/chaine/")
