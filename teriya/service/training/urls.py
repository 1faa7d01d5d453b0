from django.urls import path

from teriya.service.training.views import results, seats, sessions

app_name = "training"
urlpatterns = [
    path("", sessions.sessions, name="sessions"),
    path("prevoir/", sessions.plan, name="plan"),
    path("a-former/", seats.waiting, name="waiting"),
    path("vagues/<str:code>/repartir/", seats.distribute, name="distribute"),
    path("places/<int:pk>/", seats.move, name="move"),
    path("<int:pk>/", sessions.session, name="session"),
    path("<int:pk>/emploi-du-temps/", sessions.timetable, name="timetable"),
    path("<int:pk>/capacite/", sessions.capacity, name="capacity"),
    path("<int:pk>/places/", seats.seat, name="seat"),
    path("<int:pk>/convoquer/", sessions.convene, name="convene"),
    path("<int:pk>/reporter/", sessions.postpone, name="postpone"),
    path("<int:pk>/annuler/", sessions.cancel, name="cancel"),
    path("<int:pk>/papiers/<str:kind>/", sessions.paper, name="paper"),
    path("<int:pk>/appel/<str:day>/<str:half>/", results.roll, name="roll"),
    path("<int:pk>/notes/<str:code>/", results.marks, name="marks"),
    path("<int:pk>/resultats/", results.conclude, name="conclude"),
    path("<int:pk>/attestations/", results.certify, name="certify"),
]
