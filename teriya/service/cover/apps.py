from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class CoverConfig(AppConfig):
    name = "teriya.service.cover"
    label = "cover"

    def ready(self) -> None:
        navigation.add(_("Couverture sociale"), "cover:gaps", "cover.read", beside="/couverture/")
        navigation.add(_("Ma couverture"), "cover:mine", "contracts.sign_volunteer")
