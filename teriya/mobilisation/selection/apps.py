from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class SelectionConfig(AppConfig):
    name = "teriya.mobilisation.selection"
    label = "selection"

    def ready(self) -> None:
        from teriya.foundation.intake import kinds
        from teriya.foundation.offline import kinds as forms
        from teriya.mobilisation.calls import parts
        from teriya.mobilisation.selection import offline, sheets, tasks

        kinds.register(sheets.KIND)
        forms.register(offline.KIND)
        parts.TASKS.append(tasks.tasks_of)
        parts.FACTS += [tasks.facts_of, tasks.list_of]
        navigation.add(_("Jurys"), "selection:juries", "selection.score")
