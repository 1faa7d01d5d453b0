from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class DisputesConfig(AppConfig):
    name = "teriya.pay.disputes"
    label = "disputes"

    def ready(self) -> None:
        from teriya.foundation.messages import inbound
        from teriya.pay.allowances import parts
        from teriya.pay.disputes import parts as added
        from teriya.pay.disputes import telephone

        for word, answer in telephone.KEYWORDS.items():
            inbound.answer_to(word, answer)
        parts.ROWS.append(added.doors_of)
        parts.NOTES.append(added.notes_of)
        parts.MOMENTS.append(added.moments_of)
        navigation.add(_("Contestations"), "disputes:disputes", "disputes.answer", "audit.read")
