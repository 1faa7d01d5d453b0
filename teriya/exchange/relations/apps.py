from django.apps import AppConfig


class RelationsConfig(AppConfig):
    name = "teriya.exchange.relations"
    label = "relations"

    def ready(self) -> None:
        from teriya.exchange.relations import said
        from teriya.exchange.wire import kinds

        for kind in said.KINDS:
            kinds.register(kind)
