from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class ForecastConfig(AppConfig):
    name = "teriya.pay.forecast"
    label = "forecast"

    def ready(self) -> None:
        navigation.add(_("Prévision"), "forecast:forecast", "forecast.read")
