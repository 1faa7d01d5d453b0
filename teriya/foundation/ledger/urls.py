from django.urls import path

from teriya.foundation.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.envelopes, name="envelopes"),
    path("ouvrir/", views.grant, name="grant"),
    path("<path:code>/abonder/", views.change, {"what": "abonder"}, name="top_up"),
    path("<path:code>/retirer/", views.change, {"what": "retirer"}, name="withdraw"),
    path("<path:code>/encaisser/", views.change, {"what": "encaisser"}, name="take_in"),
    path("<path:code>/", views.envelope, name="envelope"),
]
