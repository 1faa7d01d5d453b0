from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class ReferralsConfig(AppConfig):
    name = "teriya.insertion.referrals"
    label = "referrals"

    def ready(self) -> None:
        from teriya.insertion.referrals import parts
        from teriya.service.missions import parts as mission_parts

        mission_parts.DOORS.append(parts.doors_of)
        navigation.add(_("Services et offres"), "referrals:referrals", "insertion.read", beside="/insertion/")
        navigation.add(_("Offres d’emploi"), "referrals:openings", "openings.propose")
