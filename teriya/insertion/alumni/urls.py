from django.urls import path

from teriya.insertion.alumni.views import directory, prizes

app_name = "alumni"
urlpatterns = [
    path("", directory.directory, name="directory"),
    path("moi/", directory.mine, name="mine"),
    path("moi/quitter/", directory.withdraw, name="withdraw"),
    path("entraide/", directory.mentoring, name="mentoring"),
    path("<int:pk>/demander/", directory.ask, name="ask"),
    path("anniversaires/", directory.anniversaries, name="anniversaries"),
    path("prix/", prizes.prizes, name="prizes"),
    path("prix/ouvrir/", prizes.open_prize, name="open_prize"),
    path("prix/laureats/<int:year>/", prizes.published, name="published"),
    path("prix/<int:pk>/", prizes.prize, name="prize"),
    path("prix/<int:pk>/proces-verbal.pdf", prizes.record, name="record"),
    path("prix/<int:pk>/proposer/", prizes.nominate, name="nominate"),
    path("prix/<int:pk>/jury/", prizes.seat_jury, name="seat_jury"),
    path("prix/fiches/<int:pk>/", prizes.score, name="score"),
]
