from django.urls import path

from teriya.service.attendance import booklet_views, leave_views, paper_views, roll_views, views

app_name = "attendance"
urlpatterns = [
    path("", views.months, name="months"),
    path("appel/<str:day>/structures/<int:host>/", roll_views.roll, name="roll"),
    path("a-confirmer/", views.confirm, name="confirm"),
    path("papier/", paper_views.on_paper, name="on_paper"),
    path("papier/fiches/", booklet_views.ask, name="booklets"),
    path("papier/fiches/<int:pk>/", booklet_views.booklet, name="booklet"),
    path("papier/fiches/<int:pk>.pdf", booklet_views.download, name="bound"),
    path("papier/<int:pk>/", paper_views.key, name="key"),
    path("papier/<int:pk>/photo/", paper_views.add_scan, name="add_scan"),
    path("papier/<int:pk>/photos/<int:upload>/", paper_views.scan, name="scan"),
    path("fiches/<int:pk>/rouvrir/", views.reopen, name="reopen"),
    path("mes-presences/", views.mine, name="mine"),
    path("conges/", leave_views.to_handle, name="leaves"),
    path("conges/les-miens/", leave_views.my_leaves, name="my_leaves"),
    path("conges/calendrier/", leave_views.calendar, name="calendar"),
    path("conges/<int:pk>/", leave_views.leave, name="leave"),
    path("conges/<int:pk>/avis/", leave_views.step, {"step": "advise"}, name="advise_leave"),
    path("conges/<int:pk>/decision/", leave_views.step, {"step": "decide"}, name="decide_leave"),
    path("conges/<int:pk>/justifier/", leave_views.step, {"step": "prove"}, name="prove_leave"),
    path("conges/<int:pk>/retirer/", leave_views.step, {"step": "withdraw"}, name="withdraw_leave"),
    path("conges/<int:pk>/retour/", leave_views.step, {"step": "shorten"}, name="shorten_leave"),
    path("conges/<int:pk>/justificatif/<int:upload>/", leave_views.proof, name="leave_proof"),
    path("missions/<int:pk>/conges/", leave_views.leaves_of, name="leaves_of"),
    path("missions/<int:pk>/conges/demander/", leave_views.ask, name="ask_leave"),
    path("<str:month>/structures/<int:host>/", views.team, name="team"),
    path("<str:month>/structures/<int:host>/canevas/", views.print_month, name="print"),
    path("<str:month>/structures/<int:host>/canevas/<int:pk>/", views.paper, name="paper"),
    path("<str:month>/missions/<int:pk>/", views.mission, name="mission"),
]
