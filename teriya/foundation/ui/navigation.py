"""The main menu: each room adds its doors when the application starts; people see those that they may open."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Entry:
    """A door for whoever holds one of the permissions: of the menu, or of the foot of the page when it is seldom opened."""

    label: str
    route: str
    permissions: tuple[str, ...]
    is_daily: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    is_current: bool


ENTRIES: list[Entry] = []


def add(label: str, route: str, *permissions: str, is_daily: bool = True) -> None:
    """Called from `AppConfig.ready`: rooms appear in the order of INSTALLED_APPS, which is the agency's own."""
    ENTRIES.append(Entry(label, route, permissions, is_daily))


def links(request: HttpRequest, *, is_daily: bool = True) -> list[Link]:
    """The doors that this person may open: those of every day, or the others."""
    may = request.user.may
    entries = [entry for entry in ENTRIES if entry.is_daily == is_daily and any(map(may, entry.permissions))]
    doors = [(entry.label, reverse(entry.route)) for entry in entries]
    return [Link(label, url, request.path.startswith(url)) for label, url in doors]
