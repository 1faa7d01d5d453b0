from django.urls import path

from teriya.people import views

app_name = "people"
urlpatterns = [
    path("", views.people, name="people"),
    path("inscrire/", views.register, name="register"),
    path("doublons/", views.suspicions, name="suspicions"),
    path("doublons/chercher/", views.search, name="search"),
    path("doublons/<int:pk>/", views.suspicion, name="suspicion"),
    path("doublons/<int:pk>/revenir/", views.undo, name="undo"),
    path("<str:matricule>/", views.person, name="person"),
]
