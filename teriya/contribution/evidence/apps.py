from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class EvidenceConfig(AppConfig):
    name = "teriya.contribution.evidence"
    label = "evidence"

    def ready(self) -> None:
        navigation.add(_("Avis et preuves"), "evidence:opinions", "evidence.read", beside="/contribution/preuves/")
        navigation.add(_("Avis et témoignage"), "evidence:mine", "evidence.own")
