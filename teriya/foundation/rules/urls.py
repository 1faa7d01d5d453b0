from django.urls import path

from teriya.foundation.rules import views

app_name = "rules"
urlpatterns = [
    path("", views.rules, name="rules"),
    path("projets/<int:pk>/", views.activate, name="activate"),
]
