from django.urls import path

from teriya.pay.forecast.views import forecast

app_name = "forecast"
urlpatterns = [
    path("", forecast.forecast, name="forecast"),
    path("lignes/", forecast.lines, name="lines"),
    path("fichier/", forecast.taken_away, name="file"),
    path("finance-jusqua/", forecast.funded_until, name="funded_until"),
]
