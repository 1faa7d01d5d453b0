from django.urls import path

from teriya.insertion.plans.views import plans, queue

app_name = "plans"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("ouvrir/", queue.to_open, name="to_open"),
    path("mon-projet/", plans.mine, name="mine"),
    path("<int:pk>/", plans.plan, name="plan"),
    path("<int:pk>/projet/", plans.project, name="project"),
    path("<int:pk>/terminer/", plans.end, name="end"),
    path("<int:pk>/referent/", plans.referent, name="referent"),
    path("<int:pk>/equipe/", plans.add_member, name="add_member"),
    path("<int:pk>/entretien/", plans.add_interview, name="add_interview"),
    path("<int:pk>/objectif/", plans.set_goal, name="set_goal"),
    path("<int:pk>/cv/", plans.issue_cv, name="issue_cv"),
    path("<int:pk>/cv/<int:paper>.pdf", plans.cv, name="cv"),
    path("equipe/<int:pk>/quitter/", plans.let_go, name="let_go"),
    path("entretiens/<int:pk>/", plans.interview, name="interview"),
    path("entretiens/<int:pk>/manque/", plans.not_held, {"step": "manque"}, name="miss"),
    path("entretiens/<int:pk>/abandonner/", plans.not_held, {"step": "abandonner"}, name="drop"),
    path("objectifs/<int:pk>/", plans.goal, name="goal"),
    path("objectifs/<int:pk>/action/", plans.add_todo, name="add_todo"),
    path("actions/<int:pk>/", plans.close_todo, name="close_todo"),
]
