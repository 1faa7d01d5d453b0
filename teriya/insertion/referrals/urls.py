from django.urls import path

from teriya.insertion.referrals.views import directory, openings, referrals

app_name = "referrals"

urlpatterns = [
    path("services/", directory.services, name="services"),
    path("services/reprendre/", directory.take_pack, name="take_pack"),
    path("services/nouveau/", directory.enter, name="enter"),
    path("services/<int:pk>/", directory.service, name="service"),
    path("services/<int:pk>/corriger/", directory.change, name="change"),
    path("services/<int:pk>/fermer/", directory.close, name="close"),
    path("orientations/", referrals.referrals, name="referrals"),
    path("orientations/<int:pk>/", referrals.referral, name="referral"),
    path("reponse/<str:token>/", referrals.by_link, name="by_link"),
    path("personnes/<str:matricule>/orienter/", referrals.refer, name="refer"),
    path("offres/", openings.openings, name="openings"),
    path("offres/nouvelle/", openings.offer, name="offer"),
    path("offres/<int:pk>/", openings.opening, name="opening"),
    path("offres/interets/<int:pk>/", openings.interest, name="interest"),
    path("mes-offres/", openings.mine, name="mine"),
    path("mes-offres/<int:pk>/", openings.answer, name="answer"),
]
