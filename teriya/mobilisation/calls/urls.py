from django.urls import path

from teriya.mobilisation.calls import counter, judging, planning, promotion, publishing, views

app_name = "calls"
urlpatterns = [
    path("", views.waves, name="waves"),
    path("ouvrir/", views.open_wave, name="open"),
    path("rappels/", counter.call_backs, name="call_backs"),
    path("rappels/<int:pk>/fait/", counter.called, name="called"),
    path("mes-candidatures/", views.mine, name="mine"),
    path("candidature/<int:pk>/", views.application, name="application"),
    path("candidature/<int:pk>/recepisse/", counter.receipt, name="receipt"),
    path("candidature/<int:pk>/retrait/", views.withdraw, name="withdraw"),
    path("<slug:code>/", views.wave, name="wave"),
    path("<slug:code>/plan/", planning.plan, name="plan"),
    path("<slug:code>/besoins/", views.needs, name="needs"),
    path("<slug:code>/cloture/", views.close, name="close"),
    path("<slug:code>/tirage/", views.draw, name="draw"),
    path("<slug:code>/reouverture/", views.reopen, name="reopen"),
    path("<slug:code>/eligibilite/", views.eligibility, name="eligibility"),
    path("question/<int:pk>/", publishing.answer, name="answer"),
    path("<slug:code>/publication/", publishing.describe, name="describe"),
    path("<slug:code>/prolongation/", publishing.extend, name="extend"),
    path("<slug:code>/questions/", publishing.questions, name="questions"),
    path("<slug:code>/annonce/", publishing.announce, name="announce"),
    path("<slug:code>/affiche/", publishing.poster, name="poster"),
    path("candidature/<int:pk>/faire/<slug:act>/", judging.act, name="act"),
    path("candidature/manque/<int:pk>/", judging.settle, name="settle"),
    path("candidature/motif/<int:pk>/", judging.lift, name="lift"),
    path("<slug:code>/a-completer/", judging.incomplete, name="incomplete"),
    path("<slug:code>/en-nombre/", judging.bulk, name="bulk"),
    path("<slug:code>/promotion/", promotion.promotion, name="promotion"),
    path("<slug:code>/formulaires/", counter.blanks, name="blanks"),
    path("<slug:code>/formulaires/<int:pk>/", counter.blank, name="blank"),
    path("<slug:code>/modele/", counter.template, name="template"),
    path("<slug:code>/guichet/", counter.counter, name="counter"),
    path("<slug:code>/candidatures/", views.applications, name="applications"),
]
