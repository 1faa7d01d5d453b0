from django.urls import path

from teriya.people import quality_pages, take_ons, views

app_name = "people"
urlpatterns = [
    path("", views.people, name="people"),
    path("inscrire/", views.register, name="register"),
    path("doublons/", views.suspicions, name="suspicions"),
    path("doublons/chercher/", views.search, name="search"),
    path("doublons/<int:pk>/", views.suspicion, name="suspicion"),
    path("doublons/<int:pk>/revenir/", views.undo, name="undo"),
    path("qualite/", quality_pages.quality, name="quality"),
    path("reprises/", take_ons.take_ons, name="take_ons"),
    path("reprises/<int:pk>/", take_ons.take_on, name="take_on"),
    path("reprises/<int:pk>/annuler/", take_ons.undo, name="undo_take_on"),
    path("<str:matricule>/", views.person, name="person"),
]
