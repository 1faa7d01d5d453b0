from django.urls import path

from teriya.exchange.wire import doors

app_name = "wire"
urlpatterns = [
    path("echange/v1/", doors.about, name="about"),
    path("echange/v1/messages", doors.messages, name="messages"),
]
