"""What rooms above add to what a verifier keeps: keys of agencies that sign with ours, and lists of revocations of their own."""

from collections.abc import Callable

from teriya.foundation.documents.engine.tokens import Json

_KEYS: list[Callable[[], list[Json]]] = []
_LISTS: list[Callable[[], list[str]]] = []


def register(keys: Callable[[], list[Json]], lists: Callable[[], list[str]]) -> None:
    """`keys`: files as `signing.public_keys` gives ours; `lists`: tokens as `publishing` signs them."""
    _KEYS.append(keys)
    _LISTS.append(lists)


def keys() -> list[Json]:
    return [file for found in _KEYS for file in found()]


def lists() -> list[str]:
    return [token for found in _LISTS for token in found()]
