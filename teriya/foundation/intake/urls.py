from django.urls import path

from teriya.foundation.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.bring, name="bring"),
    path("modele/<slug:kind>.xlsx", views.blank, name="blank"),
    path("<uuid:id>/", views.preview, name="preview"),
    path("<uuid:id>/enregistrer/", views.commit, name="commit"),
    path("<uuid:id>/a-corriger.csv", views.errors, name="errors"),
]
