from django.urls import path

from teriya.exchange.seasons.views import parts, seasons

app_name = "seasons"
urlpatterns = [
    path("saisons/", seasons.seasons, name="seasons"),
    path("saisons/convoquer/", seasons.convene, name="convene"),
    path("saisons/<uuid:uid>/", seasons.season, name="season"),
    path("saisons/<uuid:uid>/<slug:code>/", parts.part, name="part"),
    path("saisons/<uuid:uid>/<slug:code>/candidat/", parts.add_candidate, name="add_candidate"),
    path("saisons/<uuid:uid>/<slug:code>/poste/", parts.add_post, name="add_post"),
    path("saisons/<uuid:uid>/<slug:code>/nombres/", parts.set_numbers, name="set_numbers"),
    path("saisons/<uuid:uid>/<slug:code>/dire/", parts.enter, name="enter"),
    path("saisons/<uuid:uid>/<slug:code>/lettre/", parts.letter, name="letter"),
    path("saisons/<uuid:uid>/<slug:code>/reponse/", parts.answer, name="answer"),
]
