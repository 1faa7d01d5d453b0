from django.urls import path

from teriya.contribution.boards.views import boards, notes

app_name = "boards"
urlpatterns = [
    path("", boards.director, name="director"),
    path("region/", boards.region, name="region"),
    path("secteur/", boards.sector, name="sector"),
    path("structure/", boards.host, name="host"),
    path("notes/", notes.notes, name="notes"),
    path("notes/faire/", notes.make, name="make_note"),
    path("notes/<int:pk>/note.pdf", notes.paper, name="note"),
]
