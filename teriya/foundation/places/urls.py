from django.urls import path

from teriya.foundation.places import views

app_name = "places"
urlpatterns = [path("", views.places, name="places")]
