from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class TrainingConfig(AppConfig):
    name = "teriya.service.training"
    label = "training"

    def ready(self) -> None:
        from teriya.foundation.documents import records
        from teriya.foundation.offline import kinds as forms
        from teriya.service.missions import parts
        from teriya.service.training import offline
        from teriya.service.training import parts as added
        from teriya.service.training.views.sessions import record

        records.register("training_session", record)
        parts.PAPERS.append(added.papers_of)
        parts.NEXT.append(added.next_of)
        parts.WAVE_DOORS.append(added.doors_of)
        forms.register(offline.ROLL)
        navigation.add(_("Formation"), "training:sessions", "training.plan", "missions.train", "certificates.issue")
