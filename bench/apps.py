"""A kind of message that only the bench knows: a personal part, and nothing that a room does with it."""

from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "bench"
    label = "bench"

    def ready(self) -> None:
        from teriya.exchange.wire import kinds

        kinds.register(kinds.Kind("bench.person", lambda fact, person: None, {"required": ["n"]}, person_fields=True))
