from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class AllowancesConfig(AppConfig):
    name = "teriya.pay.allowances"
    label = "allowances"

    def ready(self) -> None:
        from teriya.foundation.intake import kinds
        from teriya.foundation.messages import inbound
        from teriya.pay.allowances import leaving, sheets, telephone
        from teriya.service.missions import parts

        kinds.register(sheets.KIND)
        parts.CLOSING.append(leaving.owed_by)
        for word, answer in telephone.KEYWORDS.items():
            inbound.answer_to(word, answer)
        navigation.add(_("Mes paiements"), "allowances:mine", "contracts.sign_volunteer")
        navigation.add(_("Paie"), "allowances:runs", "pay.read")
        navigation.add(_("Lignes arrêtées"), "allowances:blocked", "pay.clear")
        navigation.add(_("Comptes de paiement"), "allowances:wallets", "wallets.enter", "wallets.approve")
