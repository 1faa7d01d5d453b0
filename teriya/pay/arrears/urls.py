from django.urls import path

from teriya.pay.arrears.views import arrears, delays, polls, simulation

app_name = "arrears"
urlpatterns = [
    path("arrieres/", arrears.arrears, name="arrears"),
    path("arrieres/fichier/", arrears.taken_away, name="file"),
    path("arrieres/age/", arrears.ageing, name="ageing"),
    path("simulation/", simulation.simulation, name="simulation"),
    path("delais/", delays.delays, name="delays"),
    path("delais/<int:pk>/", delays.delay, name="delay"),
    path("delai-publie/", delays.published, name="published"),
    path("enquete/", polls.polls, name="polls"),
    path("enquete/desaccords/", polls.cases, name="cases"),
    path("enquete/desaccords/<int:pk>/", polls.case, name="case"),
    path("enquete/<int:pk>/", polls.poll, name="poll"),
]
