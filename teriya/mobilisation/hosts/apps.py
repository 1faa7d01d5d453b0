from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class HostsConfig(AppConfig):
    name = "teriya.mobilisation.hosts"
    label = "hosts"

    def ready(self) -> None:
        from teriya.foundation.intake import kinds
        from teriya.foundation.offline import kinds as forms
        from teriya.mobilisation.hosts import offline, sheets

        kinds.register(sheets.KIND_HOSTS)
        kinds.register(sheets.KIND_NEEDS)
        kinds.register(sheets.KIND_PLANNED)
        forms.register(offline.KIND)
        navigation.add(_("Structures"), "hosts:hosts", "hosts.read", "needs.write")
        navigation.add(_("Secteur"), "hosts:sector", "conventions.write")
        navigation.add(_("Besoins"), "hosts:needs", "hosts.read", "needs.write")
