from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class CallsConfig(AppConfig):
    name = "teriya.mobilisation.calls"
    label = "calls"

    def ready(self) -> None:
        from teriya.foundation.intake import kinds
        from teriya.foundation.messages import inbound
        from teriya.foundation.offline import kinds as forms
        from teriya.mobilisation.calls import offline, parts, sheets, tasks, telephone

        for word, answer in telephone.KEYWORDS.items():
            inbound.answer_to(word, answer)
        inbound.answer_otherwise(telephone.explain)
        inbound.serve_ussd(telephone.menu)
        kinds.register(sheets.KIND)
        forms.register(offline.KIND)
        parts.TASKS.append(tasks.tasks_of)
        navigation.add(_("Vagues"), "calls:waves", "waves.read")
