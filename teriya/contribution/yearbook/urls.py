from django.urls import path

from teriya.contribution.yearbook import views

app_name = "yearbook"
urlpatterns = [
    path("contribution/annuaires/", views.yearbooks, name="yearbooks"),
    path("contribution/annuaires/<int:pk>/", views.edition, name="edition"),
    path("contribution/annuaires/<int:pk>/annuaire.pdf", views.edition_paper, name="edition_paper"),
    path("annuaire/<int:year>/", views.public, name="public"),
    path("annuaire/<int:year>/annuaire.pdf", views.paper, name="paper"),
]
