from django.apps import AppConfig


class SelectionConfig(AppConfig):
    name = "teriya.mobilisation.selection"
    label = "selection"

    def ready(self) -> None:
        from teriya.foundation.intake import kinds
        from teriya.mobilisation.selection import sheets

        kinds.register(sheets.KIND)
