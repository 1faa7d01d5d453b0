from django.urls import path

from teriya.insertion.cohorts.views import cohorts, figures

app_name = "cohorts"
urlpatterns = [
    path("taux/", cohorts.cohorts, name="cohorts"),
    path("taux/fichier/", cohorts.export, name="export"),
    path("taux/figes/", figures.figures, name="figures"),
    path("taux/figes/<int:pk>/", figures.figure, name="figure"),
    path("taux/publies/", figures.published, name="published"),
]
