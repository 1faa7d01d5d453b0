from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class PeopleConfig(AppConfig):
    name = "teriya.people"
    label = "people"

    def ready(self) -> None:
        from teriya.foundation.intake import kinds as files
        from teriya.foundation.offline import kinds
        from teriya.people import counter, registers

        kinds.register(counter.KIND)
        files.register(registers.KIND)
        navigation.add(_("Personnes"), "people:people", "people.read")
