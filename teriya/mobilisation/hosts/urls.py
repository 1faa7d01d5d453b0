from django.urls import path

from teriya.mobilisation.hosts.views import hosts, needs, reviews

app_name = "hosts"
urlpatterns = [
    path("", hosts.hosts, name="hosts"),
    path("enregistrer/", hosts.register, name="register"),
    path("agrement/", reviews.accredit, name="accredit"),
    path("besoins/", needs.all_needs, name="needs"),
    path("besoins/approuver/", needs.approve, name="approve"),
    path("besoins/financer/", needs.fund, name="fund"),
    path("besoins/<int:pk>/", needs.need, name="need"),
    path("besoins/<int:pk>/refus/", needs.refuse, name="refuse_need"),
    path("<str:number>/", hosts.host, name="host"),
    path("<str:number>/evaluer/", reviews.evaluate, name="evaluate"),
    path("<str:number>/besoin/", needs.ask, name="ask"),
    path("<str:number>/membres/", hosts.add_officer, name="add_officer"),
    path("<str:number>/membres/<int:pk>/fin/", hosts.end_officer, name="end_officer"),
    path("<str:number>/papiers/<int:pk>/", hosts.paper, name="paper"),
    path("<str:number>/<str:word>/", reviews.decide, name="decide"),
]
