from django.apps import AppConfig


class HostsConfig(AppConfig):
    name = "teriya.mobilisation.hosts"
    label = "hosts"

    def ready(self) -> None:
        from teriya.foundation.intake import kinds
        from teriya.mobilisation.hosts import sheets

        kinds.register(sheets.KIND_HOSTS)
        kinds.register(sheets.KIND_NEEDS)
