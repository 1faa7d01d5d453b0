from django.urls import path

from teriya.mobilisation.hosts.views import hosts, needs, reviews

app_name = "hosts"
urlpatterns = [
    path("structures/", hosts.hosts, name="hosts"),
    path("structures/enregistrer/", hosts.register, name="register"),
    path("structures/agrement/", reviews.accredit, name="accredit"),
    path("besoins/", needs.all_needs, name="needs"),
    path("besoins/approuver/", needs.approve, name="approve"),
    path("besoins/financer/", needs.fund, name="fund"),
    path("besoins/<int:pk>/", needs.need, name="need"),
    path("besoins/<int:pk>/refus/", needs.refuse, name="refuse_need"),
    path("structures/<str:number>/", hosts.host, name="host"),
    path("structures/<str:number>/evaluer/", reviews.evaluate, name="evaluate"),
    path("structures/<str:number>/besoin/", needs.ask, name="ask"),
    path("structures/<str:number>/membres/", hosts.add_officer, name="add_officer"),
    path("structures/<str:number>/membres/<int:pk>/fin/", hosts.end_officer, name="end_officer"),
    path("structures/<str:number>/papiers/<int:pk>/", hosts.paper, name="paper"),
    path("structures/<str:number>/<str:word>/", reviews.decide, name="decide"),
]
