from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class MissionsConfig(AppConfig):
    name = "teriya.service.missions"
    label = "missions"

    def ready(self) -> None:
        from teriya.foundation.documents import records
        from teriya.people import ports
        from teriya.service.missions.merging import refuse_two_missions
        from teriya.service.missions.views import record

        ports.ask_before_merge(refuse_two_missions)
        records.register("mission", record)
        navigation.add(_("Ma mission"), "missions:mine", "own.read")  # one signs before being a volunteer
        navigation.add(
            _("Déploiement"), "missions:waves", "contracts.issue", "missions.confirm_start", "missions.train"
        )
        navigation.add(_("Missions"), "missions:missions", "missions.read", "contracts.sign_host")
