from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "teriya.service.attendance"
    label = "attendance"
