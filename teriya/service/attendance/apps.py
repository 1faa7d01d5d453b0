from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class AttendanceConfig(AppConfig):
    name = "teriya.service.attendance"
    label = "attendance"

    def ready(self) -> None:
        navigation.add(_("Mes présences"), "attendance:mine", "contracts.sign_volunteer")
        navigation.add(
            _("Présences"), "attendance:months", "attendance.record", "attendance.confirm", "attendance.read"
        )
