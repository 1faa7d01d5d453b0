from django.urls import path

from teriya.portals import auditing, views

app_name = "portals"
urlpatterns = [
    path("", views.home, name="home"),
    path("chercher/", views.look_up, name="search"),
    path("tableau/", views.director, name="director"),
    path("tableau/<str:code>/", views.behind_number, name="behind"),
    path("mon-dossier/", views.my_dossier, name="my_dossier"),
    path("dossiers/<str:matricule>/", views.dossier, name="dossier"),
    path("dossiers/<str:matricule>/papiers/<int:pk>/", views.paper, name="paper"),
    path("audit/", auditing.journal, name="journal"),
    path("audit/chaine/", auditing.seals, name="seals"),
    path("audit/paiement/", auditing.payment, name="payment"),
    path("audit/selection/", auditing.selection, name="selection"),
]
