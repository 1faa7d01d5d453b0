from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class FollowupConfig(AppConfig):
    name = "teriya.service.followup"
    label = "followup"

    def ready(self) -> None:
        from teriya.foundation.offline import kinds as forms
        from teriya.service.followup import offline

        forms.register(offline.KIND)
        navigation.add(_("Visites"), "followup:plan", "followup.read", beside="/suivi/points/")
