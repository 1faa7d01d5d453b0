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
    """What this person's menu shows, first what waits for them; one stands behind the door whose address says most."""
    may = request.user.may
    doors = [(entry, reverse(entry.route)) for entry in ENTRIES if any(map(may, entry.permissions))]
    said = [_in_common(request.path, url, entry.beside or url) for entry, url in doors]
    return [Link(entry.label, url, 0 < length == max(said)) for (entry, url), length in zip(doors, said, strict=True)]


def _in_common(path: str, *addresses: str) -> int:
    """The length of the longest address under which the path lies."""
    return max((len(address) for address in addresses if path.startswith(address)), default=0)
