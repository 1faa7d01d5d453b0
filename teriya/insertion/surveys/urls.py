from django.urls import path

from teriya.insertion.surveys import own_pages, views

app_name = "surveys"
urlpatterns = [
    path("insertion/enquetes/", views.surveys, name="surveys"),
    path("insertion/enquetes/a-appeler/", views.calls, name="calls"),
    path("insertion/enquetes/plusieurs/", views.batch, name="batch"),
    path("insertion/enquetes/<int:pk>/", views.call, name="call"),
    path("e/<str:token>/", own_pages.answer, name="answer"),
]
