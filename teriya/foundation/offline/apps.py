from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class OfflineConfig(AppConfig):
    name = "teriya.foundation.offline"
    label = "offline"

    def ready(self) -> None:
        from teriya.foundation.accounts import sessions
        from teriya.foundation.offline import jobs

        sessions.AFTER_SIGN_IN.append(jobs.resume)
        navigation.add(_("Sans réseau"), "offline:home", "offline.use")
