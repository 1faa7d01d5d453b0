from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from teriya.foundation.ui import views

app_name = "ui"
urlpatterns = [
    path("galerie/", views.gallery, name="gallery"),
    path("langue/", login_not_required(set_language), name="language"),
]
