from django.urls import path

from teriya.foundation.documents import views

app_name = "documents"
urlpatterns = [
    path("verifier/", views.verify, name="verify_form"),
    path("verifier/<str:code>", views.verify, name="verify"),
]
