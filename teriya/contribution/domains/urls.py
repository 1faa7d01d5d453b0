from django.urls import path

from teriya.contribution.domains import views

app_name = "domains"
urlpatterns = [
    path("", views.domains, name="domains"),
    path("note/", views.prepare, name="prepare"),
    path("note/<int:pk>/", views.note, name="note"),
    path("note/<int:pk>/motifs/", views.reasons, name="reasons"),
    path("note/<int:pk>/signature/", views.sign, name="sign"),
    path("note/<int:pk>/decision/", views.decide, name="decide"),
    path("note/<int:pk>/ecarter/", views.set_aside, name="set_aside"),
    path("note/<int:pk>/papier/", views.paper, name="paper"),
    path("decision/<int:pk>/retirer/", views.withdraw, name="withdraw"),
]
