from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "teriya.mobilisation.calls"
    label = "calls"

    def ready(self) -> None:
        from teriya.foundation.intake import kinds
        from teriya.mobilisation.calls import sheets

        kinds.register(sheets.KIND)
