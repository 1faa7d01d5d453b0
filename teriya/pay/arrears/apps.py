from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class ArrearsConfig(AppConfig):
    name = "teriya.pay.arrears"
    label = "arrears"

    def ready(self) -> None:
        from teriya.foundation.messages import inbound
        from teriya.pay.allowances import parts
        from teriya.pay.arrears import telephone
        from teriya.pay.arrears.views import arrears

        parts.OWN.append(arrears.said_to)
        parts.DOORS.append(arrears.doors)
        inbound.listen(telephone.listen)
        for word, answer in telephone.KEYWORDS.items():
            inbound.answer_to(word, answer)
        navigation.add(_("Arriérés"), "arrears:arrears", "arrears.read", beside="/paie/arrieres/")
        navigation.add(_("Payés interrogés"), "arrears:cases", "payees.follow", beside="/paie/enquete/")
