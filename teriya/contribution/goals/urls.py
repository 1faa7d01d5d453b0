from django.urls import path

from teriya.contribution.goals.views import chain, totals

app_name = "goals"
urlpatterns = [
    path("", chain.chain, name="chain"),
    path("missions/", chain.missions, name="missions"),
    path("fichier/", chain.export, name="export"),
    path("cumuls/", totals.totals, name="totals"),
    path("besoin/<str:reference>/", chain.of_need, name="of_need"),
]
