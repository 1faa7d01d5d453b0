from django.urls import path

from teriya.exchange.reciprocity.views import calls, nominations, offers, own

app_name = "reciprocity"
urlpatterns = [
    path("offres/", offers.offers, name="offers"),
    path("offres/nouvelle/", offers.publish, name="publish"),
    path("offres/par-lettre/", offers.declare, name="declare"),
    path("offres/<uuid:uid>/", offers.offer, name="offer"),
    path("offres/<uuid:uid>/retirer/", offers.withdraw, name="withdraw"),
    path("offres/<uuid:uid>/proposer/", nominations.prepare, name="prepare"),
    path("offres/<uuid:uid>/recue/", nominations.received, name="received"),
    path("offres/<uuid:uid>/appel/", calls.call, name="call"),
    path("offres/<uuid:uid>/appel/inscrire/", calls.enter, name="enter"),
    path("candidatures/", nominations.nominations, name="nominations"),
    path("candidatures/<uuid:uid>/", nominations.nomination, name="nomination"),
    path("candidatures/<uuid:uid>/<slug:name>/", nominations.act, name="act"),
    path("moi/", own.mine, name="mine"),
    path("moi/<uuid:uid>/", own.nomination, name="own"),
    path("moi/postes/<uuid:uid>/", own.post, name="post"),
]
