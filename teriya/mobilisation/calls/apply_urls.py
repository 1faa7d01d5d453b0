from django.urls import path

from teriya.mobilisation.calls import apply, publishing

app_name = "apply"
urlpatterns = [
    path("", apply.calls, name="calls"),
    path("photo/<int:pk>/", apply.photo, name="photo"),
    path("<slug:code>/", apply.call, name="call"),
    path("<slug:code>/postes/", apply.offered, name="posts"),
    path("<slug:code>/question/", publishing.ask, name="ask"),
    path("<slug:code>/candidature/", apply.begin, name="begin"),
    path("<slug:code>/candidature/verifier/", apply.check, name="check"),
    path("<slug:code>/candidature/<slug:screen>/", apply.screen, name="screen"),
]
