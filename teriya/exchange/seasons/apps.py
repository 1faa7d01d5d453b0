from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class SeasonsConfig(AppConfig):
    name = "teriya.exchange.seasons"
    label = "seasons"

    def ready(self) -> None:
        from teriya.exchange.relations import telling
        from teriya.exchange.seasons import applying, contents
        from teriya.exchange.wire import kinds

        kinds.register(kinds.Kind("season.convene", applying.convened, contents.CONVENE))
        kinds.register(kinds.Kind("season.enter", applying.entered, contents.ENTRY))
        kinds.register(kinds.Kind("season.propose", applying.proposed, contents.PROPOSE))
        kinds.register(kinds.Kind("season.confirm", applying.answered, contents.CONFIRM))
        kinds.register(kinds.Kind("season.close", applying.closed, contents.CLOSE))
        telling.told_elsewhere(
            "season.convene", "season.enter", "season.propose", "season.confirm", "season.close"
        )  # papers.py
        navigation.add(_("Saisons"), "seasons:seasons", "seasons.read")
