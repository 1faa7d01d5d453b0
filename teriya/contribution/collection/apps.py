from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class CollectionConfig(AppConfig):
    name = "teriya.contribution.collection"
    label = "collection"

    def ready(self) -> None:
        from teriya.contribution.collection import offline, workbook
        from teriya.foundation.intake import kinds
        from teriya.foundation.offline import kinds as forms

        forms.register(offline.COUNT)
        kinds.register(workbook.KIND)
        navigation.add(_("Mes indicateurs"), "collection:mine", "indicators.send")
        navigation.add(_("Relevés à attester"), "collection:to_attest", "indicators.attest")
        navigation.add(
            _("Relevés d’indicateurs"), "collection:reports", "indicators.read", beside="/contribution/releves/"
        )
        navigation.add(
            _("Complétude"), "collection:completeness", "indicators.read", beside="/contribution/completude/"
        )
        navigation.add(_("Indicateurs"), "collection:sheets", "indicators.read", beside="/contribution/indicateurs/")
