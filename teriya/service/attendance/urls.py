from django.urls import path

from teriya.service.attendance import views

app_name = "attendance"
urlpatterns = [
    path("", views.months, name="months"),
    path("a-confirmer/", views.confirm, name="confirm"),
    path("fiches/<int:pk>/rouvrir/", views.reopen, name="reopen"),
    path("mes-presences/", views.mine, name="mine"),
    path("<str:month>/structures/<int:host>/", views.team, name="team"),
    path("<str:month>/structures/<int:host>/canevas/", views.print_month, name="print"),
    path("<str:month>/structures/<int:host>/canevas/<int:pk>/", views.paper, name="paper"),
    path("<str:month>/missions/<int:pk>/", views.mission, name="mission"),
]
