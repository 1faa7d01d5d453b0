from django.urls import path

from teriya.contribution.evidence.views import readings, studies, telling

app_name = "evidence"
urlpatterns = [
    path("", telling.opinions, name="opinions"),
    path("les-miens/", telling.mine, name="mine"),
    path("avis/<str:number>/", telling.opine, name="opine"),
    path("temoignages/", telling.testimonies, name="testimonies"),
    path("temoignages/publies/", telling.published, name="published"),
    path("temoignages/<int:pk>/", telling.testimony, name="testimony"),
    path("temoignages/<int:pk>/accord/", telling.consent, name="consent"),
    path("temoignages/<str:number>/nouveau/", telling.testify, name="testify"),
    path("avant-apres/", readings.facilities, name="facilities"),
    path("avant-apres/<str:number>/", readings.facility, name="facility"),
    path("avant-apres/<str:number>/relever/", readings.record, name="record"),
    path("etudes/", studies.studies, name="studies"),
    path("etudes/nouvelle/", studies.enter, name="enter"),
    path("etudes/<int:pk>/", studies.study, name="study"),
    path("etudes/<int:pk>/document/", studies.document, name="document"),
]
