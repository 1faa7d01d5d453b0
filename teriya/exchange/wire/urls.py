from django.urls import path

from teriya.exchange.wire import doors

app_name = "wire"
urlpatterns = [
    path("echange/v1/", doors.about, name="about"),
    path("echange/v1/openapi.json", doors.openapi, name="openapi"),
    path("echange/v1/messages", doors.messages, name="messages"),
]
