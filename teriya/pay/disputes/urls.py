from django.urls import path

from teriya.pay.disputes import views

app_name = "disputes"
urlpatterns = [
    path("", views.disputes, name="disputes"),
    path("pour-un-volontaire/", views.record, name="record"),
    path("ligne/<int:pk>/<int:row>/", views.contest, name="contest"),
    path("<int:pk>/", views.dispute, name="dispute"),
    path("<int:pk>/confirmer/", views.confirm, name="confirm"),
    path("<int:pk>/clore/", views.close, name="close"),
    path("<int:pk>/rouvrir/", views.reopen, name="reopen"),
]
