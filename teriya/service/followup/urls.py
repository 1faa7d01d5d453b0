from django.urls import path

from teriya.service.followup.views import appraisals, evacuations, incidents, reports, visits

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
    path("mon-suivi/", reports.mine, name="mine"),
    path("mes-volontaires/", reports.team, name="team"),
    path("missions/<int:pk>/rapport/", reports.report, name="report"),
    path("rapports/", reports.reports, name="reports"),
    path("rapports/<int:pk>/", reports.read_report, name="read_report"),
    path("signalements/", incidents.incidents, name="incidents"),
    path("signalements/les-miens/", incidents.mine, name="my_incidents"),
    path("signalements/nombres/", incidents.incident_counts, name="incident_counts"),
    path("missions/<int:pk>/signaler/", incidents.report, name="report_incident"),
    path("signalements/<int:pk>/", incidents.incident, name="incident"),
    path("signalements/<int:pk>/<str:act>/", incidents.act_on_incident, name="act_on_incident"),
    path("missions/<int:pk>/contact/", evacuations.contact, name="contact"),
    path("evacuations/", evacuations.evacuations, name="evacuations"),
    path("evacuations/<int:pk>/", evacuations.evacuation, name="evacuation"),
    path("evacuations/<int:pk>/liste/", evacuations.evacuation_sheet, name="evacuation_sheet"),
    path("evacuations/<int:pk>/clore/", evacuations.close_evacuation, name="close_evacuation"),
    path("evaluations/", appraisals.appraisals, name="appraisals"),
    path("missions/<int:pk>/evaluations/<str:when>/<str:of>/", appraisals.appraise, name="appraise"),
    path("evaluations/<int:pk>/", appraisals.appraisal, name="appraisal"),
    path("evaluations/<int:pk>/signer/", appraisals.sign, name="sign_appraisal"),
    path("evaluations/<int:pk>/revoir/", appraisals.review, name="review_appraisal"),
    path("evaluations/<int:pk>/fiche/", appraisals.appraisal_sheet, name="appraisal_sheet"),
]
