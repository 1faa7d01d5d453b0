from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class AttendanceConfig(AppConfig):
    name = "teriya.service.attendance"
    label = "attendance"

    def ready(self) -> None:
        from teriya.foundation.offline import kinds as forms
        from teriya.service.attendance import offline
        from teriya.service.attendance import parts as added
        from teriya.service.missions import parts

        parts.MOMENTS.append(added.moments_of)
        parts.DOORS.append(added.doors_of)
        forms.register(offline.ROLL)
        navigation.add(_("Mes présences"), "attendance:mine", "contracts.sign_volunteer")
        navigation.add(_("Mes congés"), "attendance:my_leaves", "contracts.sign_volunteer")
        navigation.add(
            _("Présences"), "attendance:months", "attendance.record", "attendance.confirm", "attendance.read"
        )
