from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class PlacementConfig(AppConfig):
    name = "teriya.mobilisation.placement"
    label = "placement"

    def ready(self) -> None:
        from teriya.mobilisation.calls import parts
        from teriya.mobilisation.placement import tasks

        parts.TASKS.append(tasks.tasks_of)
        parts.FACTS.append(tasks.facts_of)
        navigation.add(_("Placement"), "placement:rounds", "placement.read", beside="/placement/simulations/")
        navigation.add(_("Propositions"), "placement:offers", "placement.read", "applications.register")
        navigation.add(_("Recours"), "placement:appeals", "appeals.answer")
        navigation.add(_("Ma place"), "placement:mine", "own.read")
