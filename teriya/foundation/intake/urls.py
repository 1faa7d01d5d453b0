from django.urls import path

from teriya.foundation.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.bring, name="bring"),
    path("<uuid:id>/", views.preview, name="preview"),
    path("<uuid:id>/enregistrer/", views.commit, name="commit"),
    path("<uuid:id>/a-corriger.csv", views.errors, name="errors"),
]
