from django.urls import path

from teriya.mobilisation.selection.views import juries as views
from teriya.mobilisation.selection.views import planning

app_name = "selection"
urlpatterns = [
    path("", views.juries, name="juries"),
    path("note/<int:pk>/correction/", views.correct, name="correct"),
    path("<slug:code>/entretiens/", planning.interviews, name="interviews"),
    path("<slug:code>/entretiens/lieu/", planning.open_venue, name="open_venue"),
    path("<slug:code>/entretiens/calendrier/", planning.plan, name="plan"),
    path("lieu/<int:pk>/", planning.venue, name="venue"),
    path("lieu/<int:pk>/accueil/", planning.door, name="door"),
    path("lieu/<int:pk>/absents/", planning.close_door, name="close_door"),
    path("lieu/<int:pk>/liste/<int:number>/", planning.paper, name="paper"),
    path("entretien/<int:pk>/heure/", planning.move, name="move"),
    path("<slug:code>/jurys/", views.constitute, name="constitute"),
    path("<slug:code>/notes/", views.scores, name="scores"),
    path("<slug:code>/notes/donnees/", views.given, name="given"),
    path("<slug:code>/classement/", views.ranking, name="ranking"),
    path("<slug:code>/classement/pv/<int:number>/", views.minutes, name="minutes"),
]
