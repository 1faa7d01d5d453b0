from django.urls import path

from teriya.service.missions import signing_pages

app_name = "signing"
urlpatterns = [
    path("", signing_pages.again, name="again"),
    path("<str:token>/", signing_pages.read, name="read"),
    path("<str:token>/code/", signing_pages.code, name="code"),
    path("<str:token>/fait/", signing_pages.done, name="done"),
    path("<str:token>/texte/<int:pk>/", signing_pages.text, name="text"),
]
