from django.urls import path

from teriya.insertion.routes import own_pages, views

app_name = "routes"
urlpatterns = [
    path("", views.people, name="people"),
    path("le-mien/", own_pages.mine, name="mine"),
    path("embauches/", own_pages.hired, name="hired"),
    path("embauches/<int:pk>/", own_pages.hire, name="hire"),
    path("situations/<int:pk>/", views.correct, name="correct"),
    path("situations/<int:pk>/piece/", views.proof, name="proof"),
    path("remises/<int:pk>/", views.correct_handover, name="correct_handover"),
    path("<str:matricule>/", views.person, name="person"),
    path("<str:matricule>/noter/", views.record, name="record"),
    path("<str:matricule>/remettre/", views.hand_over, name="hand_over"),
]
