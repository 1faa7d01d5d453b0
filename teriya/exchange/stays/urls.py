from django.urls import path

from teriya.exchange.stays.views import certificate, officer, own

app_name = "stays"
urlpatterns = [
    path("sejours/", officer.stays, name="stays"),
    path("sejours/revocations/<int:year>", certificate.revocations, name="revocations"),
    path("mon-sejour/", own.mine, name="mine"),
    path("mon-sejour/<uuid:uid>/mois/<str:month>/", own.month, name="month"),
    path("sejours/<uuid:uid>/", officer.stay, name="stay"),
    path("sejours/<uuid:uid>/depart/", officer.plan, name="plan"),
    path("sejours/<uuid:uid>/depart/<str:code>/", officer.tick, name="tick"),
    path("sejours/<uuid:uid>/arrivee/", officer.arrive, name="arrive"),
    path("sejours/<uuid:uid>/fin/", officer.end, name="end"),
    path("sejours/<uuid:uid>/fait/", officer.incident, name="incident"),
    path("sejours/<uuid:uid>/dit/<str:about>/<str:voice>/", officer.report, name="evaluate"),
    path("sejours/<uuid:uid>/dit/<str:about>/<str:voice>/<str:of>/", officer.report, name="report"),
    path("sejours/<uuid:uid>/service/", officer.count, name="count"),
    path("sejours/<uuid:uid>/retour/", officer.come_back, name="come_back"),
    path("sejours/<uuid:uid>/attestation/", certificate.certificate, name="certificate"),
    path("sejours/<uuid:uid>/attestation.pdf", own.paper, name="paper"),
]
