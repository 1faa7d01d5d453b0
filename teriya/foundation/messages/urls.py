from django.urls import path

from teriya.foundation.messages import inbound

app_name = "messages"
urlpatterns = [
    path("sms/entrant/", inbound.sms, name="sms"),
    path("ussd/", inbound.ussd, name="ussd"),
]
