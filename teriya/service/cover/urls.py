from django.urls import path

from teriya.service.cover import views

app_name = "cover"
urlpatterns = [
    path("", views.gaps, name="gaps"),
    path("ma-couverture/", views.mine, name="mine"),
    path("declarations/", views.declarations, name="declarations"),
    path("declarations/<int:pk>/", views.declaration, name="declaration"),
    path("declarations/<int:pk>/fichier/", views.declaration_file, name="declaration_file"),
    path("declarations/<str:scheme>/<str:month>/", views.declare, name="declare"),
    path("numeros/<str:scheme>/", views.numbers, name="numbers"),
    path("personnes/", views.people, name="people"),
    path("personnes/<str:matricule>/", views.family, name="family"),
    path("ayants-droit/<int:pk>/fin/", views.end, name="end"),
]
