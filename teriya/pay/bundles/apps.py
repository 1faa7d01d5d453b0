from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class BundlesConfig(AppConfig):
    name = "teriya.pay.bundles"
    label = "bundles"

    def ready(self) -> None:
        from teriya.pay.allowances import parts
        from teriya.pay.bundles import doors

        parts.LINE_DOORS.append(doors.of_line)
        parts.RUN_DOORS.append(doors.of_run)
        navigation.add(_("Liasses"), "bundles:runs", "pay.read")
        navigation.add(_("Tirages"), "bundles:draws", "audit.read")
        navigation.add(_("États émargés"), "bundles:signed", "pay.key_signed", "pay.check_signed")
