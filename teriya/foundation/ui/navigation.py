"""The main menu: each room adds its doors when the application starts; people see those that they may open."""

from dataclasses import dataclass
from importlib import import_module

from django.apps import apps
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


@dataclass(frozen=True, slots=True)
class Group:
    """Doors under one name of the first row."""

    label: str
    links: list[Link]

    @property
    def url(self) -> str:
        return self.links[0].url

    @property
    def is_current(self) -> bool:
        return any(link.is_current for link in self.links)


ENTRIES: list[Entry] = []
FEW = 9  # doors that one reads at a glance, in one row of a desk's screen


def add(label: str, route: str, *permissions: str, beside: str = "") -> None:
    """Called from `AppConfig.ready`: rooms appear in the order of INSTALLED_APPS, which is the agency's own."""
    ENTRIES.append(Entry(label, route, permissions, beside))


def menu(request: HttpRequest) -> list[Group]:
    """What this person's menu shows: each door, or one name a wing where there are more doors than a row holds (`FEW`).

    A wing with one door bears the name of that door. Under the first row stand the doors of the wing where one is.
    """
    groups: dict[str, list[Link]] = {}
    doors = links(request)
    for entry, link in doors:
        groups.setdefault(_wing(entry) if len(doors) > FEW else entry.route, []).append(link)
    return [
        Group(import_module(name).TITLE if len(found) > 1 else found[0].label, found) for name, found in groups.items()
    ]


def links(request: HttpRequest) -> list[tuple[Entry, Link]]:
    """The doors that this person may open; one stands behind the door whose address says most."""
    may = request.user.may
    doors = [(entry, reverse(entry.route)) for entry in ENTRIES if any(map(may, entry.permissions))]
    said = [_in_common(request.path, url, entry.beside or url) for entry, url in doors]
    return [
        (entry, Link(entry.label, url, 0 < length == max(said)))
        for (entry, url), length in zip(doors, said, strict=True)
    ]


def _wing(entry: Entry) -> str:
    """The package of its room's wing, whose TITLE names it in the menu."""
    return ".".join(apps.get_app_config(entry.route.split(":")[0]).name.split(".")[:2])


def _in_common(path: str, *addresses: str) -> int:
    """The length of the longest address under which the path lies."""
    return max((len(address) for address in addresses if path.startswith(address)), default=0)
