"""The main menu: each room adds its doors when the application starts; people see those that they may open."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Entry:
    """A door of the menu, for whoever holds one of the permissions. `beside`: another address that is part of it."""

    label: str
    route: str
    permissions: tuple[str, ...]
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    is_current: bool


ENTRIES: list[Entry] = []


def add(label: str, route: str, *permissions: str, beside: str = "") -> None:
    """Called from `AppConfig.ready`: rooms appear in the order of INSTALLED_APPS, which is the agency's own."""
    ENTRIES.append(Entry(label, route, permissions, beside))


def links(request: HttpRequest) -> list[Link]:
    """What this person's menu shows, first what waits for them."""
    may = request.user.may
    doors = [(entry, reverse(entry.route)) for entry in ENTRIES if any(map(may, entry.permissions))]
    return [Link(entry.label, url, request.path.startswith((url, entry.beside or url))) for entry, url in doors]
