from django.urls import path

from teriya.pay.arrears.views import arrears

app_name = "arrears"
urlpatterns = [
    path("arrieres/", arrears.arrears, name="arrears"),
    path("arrieres/fichier/", arrears.taken_away, name="file"),
    path("arrieres/age/", arrears.ageing, name="ageing"),
]
