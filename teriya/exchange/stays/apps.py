from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class StaysConfig(AppConfig):
    name = "teriya.exchange.stays"
    label = "stays"

    def ready(self) -> None:
        from teriya.exchange.stays import joint, letters, offline, records, said
        from teriya.exchange.wire import kinds
        from teriya.foundation.documents import others
        from teriya.foundation.documents import records as papers
        from teriya.foundation.offline import kinds as forms

        navigation.add(_("Séjours"), "stays:stays", "stays.read", beside="/echanges/sejours/")
        navigation.add(_("Mon séjour"), "stays:mine", "stays.own", "stays.host", beside="/echanges/mon-sejour/")
        for kind in said.KINDS:
            kinds.register(kind)
        letters.register_all()
        forms.register(offline.MONTH)
        papers.register("stay", records.place)
        others.register(joint.keys_of_others, joint.lists)
