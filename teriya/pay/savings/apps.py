from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class SavingsConfig(AppConfig):
    name = "teriya.pay.savings"
    label = "savings"

    def ready(self) -> None:
        from teriya.foundation.messages import inbound
        from teriya.pay.allowances import parts as pay_parts
        from teriya.pay.savings import parts, telephone
        from teriya.service.missions import parts as mission_parts

        for word, answer in telephone.KEYWORDS.items():
            inbound.answer_to(word, answer)
        mission_parts.DOORS.append(parts.doors_of)
        pay_parts.LINE_DOORS.append(parts.doors_of_line)
        pay_parts.MINE.append(parts.doors_of_mine)
        navigation.add(_("Épargne"), "savings:savings", "pay.read")
