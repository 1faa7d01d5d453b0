from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class FollowupConfig(AppConfig):
    name = "teriya.service.followup"
    label = "followup"

    def ready(self) -> None:
        from teriya.foundation.offline import kinds as forms
        from teriya.service.followup import offline
        from teriya.service.followup import parts as added
        from teriya.service.missions import parts

        parts.MOMENTS.append(added.moments_of)
        parts.DOORS.append(added.doors_of)
        forms.register(offline.VISIT)
        forms.register(offline.REPORT)
        navigation.add(_("Mon suivi"), "followup:mine", "reports.write")
        navigation.add(_("Mes volontaires"), "followup:team", "attendance.attest")
        navigation.add(_("Suivi"), "followup:plan", "followup.read", beside="/suivi/")
