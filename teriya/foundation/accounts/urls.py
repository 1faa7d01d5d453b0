from django.urls import path

from teriya.foundation.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("roles/", views.roles, name="roles"),
    path("tous/", views.accounts, name="accounts"),
    path("nouveau/", views.create, name="create"),
    path("<int:pk>/", views.account, name="account"),
    path("<int:pk>/nommer/", views.appoint, name="appoint"),
    path("<int:pk>/interim/", views.appoint_acting, name="appoint_acting"),
    path("<int:pk>/delegation/", views.delegate, name="delegate"),
    path("<int:pk>/lien/", views.send_password_link, name="send_password_link"),
    path("<int:pk>/facteurs/", views.reset_second_factor, name="reset_second_factor"),
    path("<int:pk>/fermer/", views.deactivate, name="deactivate"),
    path("actes/<int:pk>/fin/", views.end_appointment, name="end_appointment"),
]
