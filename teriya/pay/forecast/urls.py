from django.urls import path

from teriya.pay.forecast.views import cuts, diversity, forecast, months, scenarios

app_name = "forecast"
urlpatterns = [
    path("", forecast.forecast, name="forecast"),
    path("lignes/", forecast.lines, name="lines"),
    path("fichier/", forecast.taken_away, name="file"),
    path("finance-jusqua/", forecast.funded_until, name="funded_until"),
    path("mois-volontaires/", months.volunteer_months, name="volunteer_months"),
    path("scenarios/", scenarios.scenarios, name="scenarios"),
    path("scenarios/nouveau/", scenarios.new_scenario, name="new_scenario"),
    path("scenarios/<int:pk>/", scenarios.scenario, name="scenario"),
    path("comparer/", scenarios.compare, name="compare"),
    path("coupes/", cuts.cuts, name="cuts"),
    path("coupes/nouvelle/", cuts.new_cut, name="new_cut"),
    path("coupes/<int:pk>/", cuts.cut, name="cut"),
    path("coupes/<int:pk>/lettres/", cuts.letters, name="letters"),
    path("coupes/<int:pk>/lettres.pdf", cuts.bound, name="bound"),
    path("diversification/", diversity.diversification, name="diversification"),
    path("diversification/<int:pk>/", diversity.figure, name="figure"),
    path("diversification/publiee/", diversity.published, name="published"),
]
