from django.urls import path

from teriya.mobilisation.selection.views import hearings, lists, planning, seats
from teriya.mobilisation.selection.views import juries as views

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
    path("entretien/<int:pk>/seconde/", seats.again, name="again"),
    path("conflit/<int:pk>/", seats.settle, name="settle"),
    path("jury/<int:pk>/", seats.jury, name="jury"),
    path("membre/<int:pk>/remplacer/", seats.replace, name="replace"),
    path("membre/<int:pk>/conflit/", seats.record_conflict, name="record_conflict"),
    path("pv/<int:pk>/", seats.jury_minutes, name="jury_minutes"),
    path("pv/<int:pk>/signer/", seats.sign, name="sign"),
    path("<slug:code>/notes/", hearings.scores, name="scores"),
    path("<slug:code>/notes/donnees/", hearings.given, name="given"),
    path("<slug:code>/notes/<int:pk>/", hearings.sheet, name="sheet"),
    path("<slug:code>/notes/<int:pk>/conflit/", hearings.conflict, name="conflict"),
    path("<slug:code>/criteres/", lists.criteria, name="criteria"),
    path("liste/<int:pk>/publier/", lists.publish, name="publish"),
    path("<slug:code>/liste/", lists.published, name="published"),
    path("<slug:code>/liste/affichage/", lists.board, name="board"),
    path("<slug:code>/liste/numeros/", lists.numbers, name="numbers"),
    path("recours/", lists.contests, name="contests"),
    path("recours/<int:pk>/", lists.answer, name="answer"),
    path("candidature/<int:pk>/recours/", lists.contest, name="contest"),
    path("<slug:code>/classement/", views.ranking, name="ranking"),
    path("<slug:code>/classement/pv/<int:number>/", views.minutes, name="minutes"),
]
