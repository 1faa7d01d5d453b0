from django.urls import path

from teriya.contribution.figures.views import counts, figures, notes, said

app_name = "figures"
urlpatterns = [
    path("", said.claims, name="claims"),
    path("dit/", said.record, name="record"),
    path("compter/", counts.count, name="count"),
    path("liste/", counts.behind, name="behind"),
    path("note/", notes.ask, name="ask"),
    path("notes/<int:pk>/", notes.note, name="note"),
    path("notes/<int:pk>/note.pdf", notes.paper, name="paper"),
    path("figes/", figures.figures, name="figures"),
    path("figes/<str:code>/", figures.figure, name="figure"),
    path("publies/", figures.published, name="published"),
]
