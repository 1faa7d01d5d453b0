from django.urls import path

from teriya.foundation.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.envelopes, name="envelopes"),
    path("ouvrir/", views.grant, name="grant"),
    path("<path:code>/abonder/", views.top_up, name="top_up"),
    path("<path:code>/", views.envelope, name="envelope"),
]
