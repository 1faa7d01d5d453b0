"""Whose site this is. The room of rules says it; this room, below, only asks."""

from collections.abc import Callable

from django.conf import settings

_read: list[Callable[[], dict]] = []


def read_with(reader: Callable[[], dict]) -> None:
    """Called from `AppConfig.ready` by the room that knows the agency: `reader()` gives at least `short_name`."""
    _read[:] = [reader]


def agency() -> dict:
    return _read[0]() if _read else {"short_name": settings.AGENCY.upper()}
