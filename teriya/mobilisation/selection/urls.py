from django.urls import path

from teriya.mobilisation.selection import views

app_name = "selection"
urlpatterns = [
    path("", views.juries, name="juries"),
    path("note/<int:pk>/correction/", views.correct, name="correct"),
    path("<slug:code>/jurys/", views.constitute, name="constitute"),
    path("<slug:code>/notes/", views.scores, name="scores"),
    path("<slug:code>/notes/donnees/", views.given, name="given"),
    path("<slug:code>/classement/", views.ranking, name="ranking"),
    path("<slug:code>/classement/pv/<int:number>/", views.minutes, name="minutes"),
]
