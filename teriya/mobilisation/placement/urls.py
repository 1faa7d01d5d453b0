from django.urls import path

from teriya.mobilisation.placement.views import appeals, deciding, offers, publication, rounds

app_name = "placement"
urlpatterns = [
    path("vagues/", rounds.index, name="rounds"),
    path("vagues/<str:code>/", rounds.wave, name="wave"),
    path("vagues/<str:code>/simuler/", rounds.simulate, name="simulate"),
    path("vagues/<str:code>/lien/", rounds.tie, name="tie"),
    path("vagues/<str:code>/comparer/", rounds.compare, name="compare"),
    path("simulations/<int:pk>/", rounds.round, name="round"),
    path("simulations/<int:pk>/non-places/", rounds.unplaced, name="unplaced"),
    path("simulations/<int:pk>/pourquoi/<str:number>/", rounds.why, name="why"),
    path("simulations/<int:pk>/deroger/<str:number>/", rounds.override, name="override"),
    path("simulations/<int:pk>/proposer/", deciding.turn, {"step": "propose"}, name="propose"),
    path("simulations/<int:pk>/ecarter/", deciding.turn, {"step": "drop"}, name="drop"),
    path("simulations/<int:pk>/decider/", deciding.turn, {"step": "decide"}, name="decide"),
    path("simulations/<int:pk>/publier/", deciding.turn, {"step": "publish"}, name="publish"),
    path("simulations/<int:pk>/proces-verbal.pdf", deciding.minutes, name="minutes"),
    path("simulations/<int:pk>/verifier.zip", deciding.files, name="files"),
    path("simulations/<int:pk>/reserve/", offers.call_reserve, name="call_reserve"),
    path("propositions/", offers.offers, name="offers"),
    path("propositions/hors-delai/", offers.expire, name="expire"),
    path("ma-place/", offers.mine, name="mine"),
    path("ma-place/<int:pk>/recours/", appeals.contest, name="contest"),
    path("recours/", appeals.appeals, name="appeals"),
    path("recours/<int:pk>/", appeals.answer, name="appeal"),
    path("publies/<str:code>/", publication.published, name="published"),
    path("publies/<str:code>/seuils/", publication.thresholds, name="thresholds"),
    path("publies/<str:code>/liste.pdf", publication.notice_board, name="notice_board"),
    path("publies/<str:code>/verifier.zip", publication.published_files, name="published_files"),
]
