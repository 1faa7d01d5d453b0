from django.urls import path

from teriya.exchange.wire import doors, views

app_name = "wire"
urlpatterns = [
    path("echange/v1/", doors.about, name="about"),
    path("echange/v1/openapi.json", doors.openapi, name="openapi"),
    path("echange/v1/messages", doors.messages, name="messages"),
    path("echanges/agences/", views.agencies, name="agencies"),
    path("echanges/agences/carte.txt", views.card, name="card"),
    path("echanges/agences/nouvelle/", views.pair, name="pair"),
    path("echanges/agences/cles/", views.rotate, name="rotate"),
    path("echanges/agences/fichier/", views.read_file, name="read_file"),
    path("echanges/agences/<int:pk>/", views.agency, name="agency"),
    path("echanges/agences/<int:pk>/messages/", views.path, name="path"),
    path("echanges/agences/<int:pk>/fichier/", views.write_file, name="write_file"),
    path("echanges/agences/<int:pk>/autoriser/", views.authorise, name="authorise"),
    path("echanges/messages/<uuid:pk>/", views.fact, name="fact"),
    path("echanges/autorisations/", views.authorisations, name="authorisations"),
    path("echanges/autorisations/<int:pk>/", views.authorisation, name="authorisation"),
    path("echanges/autorisations/<int:pk>/papier/", views.authorisation_paper, name="authorisation_paper"),
]
