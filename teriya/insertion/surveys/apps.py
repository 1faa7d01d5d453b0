from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ui import navigation


class SurveysConfig(AppConfig):
    name = "teriya.insertion.surveys"
    label = "surveys"

    def ready(self) -> None:
        from teriya.foundation.messages import inbound
        from teriya.insertion.surveys import telephone

        inbound.listen(telephone.listen)
        navigation.add(_("Enquêtes d’insertion"), "surveys:surveys", "routes.read", beside="/insertion/enquetes/")
