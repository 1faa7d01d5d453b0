"""Two kinds of message that only these tests know: a numbered word, and a word with a personal part."""

from django.apps import AppConfig


class BetweenConfig(AppConfig):
    name = "tests.servers.between"
    label = "between"

    def ready(self) -> None:
        from teriya.exchange.wire import kinds

        schema = {"required": ["n"], "properties": {"n": {"type": "integer"}}}
        kinds.register(kinds.Kind("between.word", lambda fact, person: None, schema))
        kinds.register(kinds.Kind("between.person", lambda fact, person: None, schema, person_fields=True))
