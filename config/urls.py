"""Every door of the site, room by room."""

from django.urls import include, path

handler500 = "config.failures.failed"
handler429 = "teriya.foundation.accounts.sign_in.too_many"
urlpatterns = [
    path("", include("teriya.foundation.accounts.doors")),
    path("compte/", include("teriya.foundation.accounts.urls")),
    path("", include("teriya.foundation.ui.urls")),
    path("", include("teriya.foundation.messages.urls")),
    path("", include("teriya.foundation.documents.urls")),
    path("reglages/lieux/", include("teriya.foundation.places.urls")),
    path("reglages/", include("teriya.foundation.rules.urls")),
    path("enveloppes/", include("teriya.foundation.ledger.urls")),
    path("imports/", include("teriya.foundation.intake.urls")),
    path("", include("teriya.foundation.offline.urls")),
    path("personnes/", include("teriya.people.urls")),
    path("", include("teriya.partnerships.partners.urls")),
    path("", include("teriya.mobilisation.hosts.urls")),
    path("vagues/", include("teriya.mobilisation.calls.urls")),
    path("appels/", include("teriya.mobilisation.calls.apply_urls")),
    path("selection/", include("teriya.mobilisation.selection.urls")),
    path("placement/", include("teriya.mobilisation.placement.urls")),
    path("missions/", include("teriya.service.missions.urls")),
    path("formations/", include("teriya.service.training.urls")),
    path("couverture/", include("teriya.service.cover.urls")),
    path("signer/", include("teriya.service.missions.signing_urls")),
    path("presences/", include("teriya.service.attendance.urls")),
    path("suivi/", include("teriya.service.followup.urls")),
    path("partenariats/conventions/", include("teriya.partnerships.agreements.urls")),
    path("insertion/", include("teriya.insertion.referrals.urls")),
    path("paie/epargne/", include("teriya.pay.savings.urls")),
    path("quotes-parts/", include("teriya.pay.cofinancing.urls")),
    path("paie/", include("teriya.pay.allowances.urls")),
    path("liasses/", include("teriya.pay.bundles.urls")),
    path("contestations/", include("teriya.pay.disputes.urls")),
    path("prevision/", include("teriya.pay.forecast.urls")),
    path("paie/", include("teriya.pay.arrears.urls")),
    path("insertion/parcours/", include("teriya.insertion.routes.urls")),
    path("insertion/groupes/", include("teriya.insertion.groups.urls")),
    path("", include("teriya.insertion.surveys.urls")),
    path("", include("teriya.portals.urls")),
]
