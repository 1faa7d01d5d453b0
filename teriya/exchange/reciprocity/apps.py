from django.apps import AppConfig


class ReciprocityConfig(AppConfig):
    name = "teriya.exchange.reciprocity"
    label = "reciprocity"

    def ready(self) -> None:
        from teriya.exchange.reciprocity.said import KINDS
        from teriya.exchange.wire import kinds

        for kind in KINDS:
            kinds.register(kind)
