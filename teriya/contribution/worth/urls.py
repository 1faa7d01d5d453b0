from django.urls import path

from teriya.contribution.worth import views

app_name = "worth"
urlpatterns = [
    path("", views.worth, name="worth"),
    path("fichier/", views.export, name="export"),
]
