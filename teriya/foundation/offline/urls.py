from django.urls import path

from teriya.foundation.offline import views

app_name = "offline"
urlpatterns = [
    path("service-worker.js", views.worker, name="worker"),  # at the root: it serves the whole site
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("hors-ligne/", views.home, name="home"),
    path("hors-ligne/preparer/", views.enrol, name="enrol"),
    path("hors-ligne/envoi/", views.send, name="send"),
    path("hors-ligne/envoi/morceau/", views.piece, name="piece"),
    path("hors-ligne/appareils/", views.devices, name="devices"),
    path("hors-ligne/appareils/<uuid:pk>/revoquer/", views.revoke, name="revoke"),
    path("hors-ligne/saisies/<uuid:receipt>/", views.deposit, name="deposit"),
    path("hors-ligne/saisies/<uuid:receipt>/ecarter/", views.give_up, name="give_up"),
]
