from django.urls import path

from teriya.service.followup.views import visits

app_name = "followup"
urlpatterns = [
    path("visites/", visits.plan, name="plan"),
    path("visites/<str:month>/centres/<int:pk>/liste/", visits.print_plan, name="print_plan"),
    path("visites/centres/<int:pk>/listes/<int:paper>/", visits.plan_paper, name="plan_paper"),
    path("visites/<int:pk>/", visits.sheet, name="sheet"),
    path("visites/<int:pk>/photos/<int:photo>/", visits.photo, name="photo"),
    path("visites/<int:pk>/annuler/", visits.cancel, name="cancel_visit"),
    path("missions/<int:pk>/visite/", visits.visit, name="visit"),
    path("points/", visits.points, name="points"),
    path("points/<int:pk>/clore/", visits.close_point, name="close_point"),
]
