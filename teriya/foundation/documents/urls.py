from django.urls import path

from teriya.foundation.documents import publishing, views

app_name = "documents"
urlpatterns = [
    path("verifier/", views.verify, name="verify_form"),
    path("verifier/hors-ligne", publishing.offline, name="offline"),
    path("verifier/hors-ligne/page", publishing.offline_kept, name="offline_kept"),
    path("attestations/cles", publishing.keys, name="keys"),
    path("attestations/cles/<str:name>", publishing.key, name="key"),
    path("attestations/revocations/<int:year>", publishing.revocations, name="revocations"),
    path("morceaux/", views.piece, name="piece"),
    path("verifier/<str:code>", views.verify, name="verify"),
]
