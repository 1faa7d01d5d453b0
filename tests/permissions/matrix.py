"""The matrix: for each route, the status that each role gets. Rows are read from matrix.csv, then from rows/*.csv."""

import csv
import importlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.urls import URLPattern, get_resolver

from teriya.foundation.accounts.roles import ROLES

FOLDER = Path(__file__).parent
ANONYMOUS = "anonymous"
WHO = (ANONYMOUS, *ROLES)
GROUPS = {  # from the widest to the narrowest: the narrower one wins
    "everyone": WHO,
    "others": tuple(ROLES),
    "staff": tuple(code for code, role in ROLES.items() if role.is_staff),
}

Matrix = dict[str, dict[str, int]]


def read() -> Matrix:
    """Route → who → status."""
    matrix: Matrix = {}
    joined = FOLDER / "matrix.csv"
    if joined.exists():
        for line in _lines(joined):
            route = line.pop("route")
            matrix[route] = {who: int(status) for who, status in line.items()}
    for file in sorted((FOLDER / "rows").glob("*.csv")):
        matrix |= expand((line["route"], line["status"], line["who"]) for line in _lines(file))
    return matrix


def expand(rows: Iterable[tuple[str, str, str]]) -> Matrix:
    """Short rows (route, status, who) → one status for each role; a role named beats a group."""
    said = defaultdict(list)
    for route, status, who in rows:
        said[route] += [(word, int(status)) for word in who.split()]
    matrix: Matrix = {}
    for route, words in said.items():
        matrix[route] = cells = {}
        for word, status in sorted(words, key=lambda pair: _rank(pair[0])):
            cells |= dict.fromkeys(GROUPS.get(word, (word,)), status)
        if unknown := set(cells) - set(WHO):
            raise ValueError(f"{route}: no such role: {', '.join(sorted(unknown))}")
    return matrix


def _rank(word: str) -> int:
    return list(GROUPS).index(word) if word in GROUPS else len(GROUPS)


def _lines(file: Path) -> list[dict[str, str]]:
    with file.open(newline="", encoding="utf-8") as text:
        return list(csv.DictReader(text))


def join() -> int:
    """Write every row into matrix.csv and remove the rows; returns the number of routes."""
    matrix = read()
    with (FOLDER / "matrix.csv").open("w", newline="", encoding="utf-8") as text:
        table = csv.writer(text, lineterminator="\n")
        table.writerow(["route", *WHO])
        table.writerows([route, *(matrix[route][who] for who in WHO)] for route in sorted(matrix))
    for file in (FOLDER / "rows").glob("*.csv"):
        file.unlink()
    return len(matrix)


def routes() -> dict[str, list[str]]:
    """Every named route of the site and the arguments it takes; a pattern without a name is given its path."""
    return dict(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list, namespace: str) -> Iterator[tuple[str, list[str]]]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or f"[{pattern.pattern}]"), list(pattern.pattern.converters)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)


def room_of(route: str) -> str:
    """hosts:host → hosts; the doors of sign-in have no namespace and belong to accounts."""
    return route.partition(":")[0] if ":" in route else "accounts"


def samples(room: str, cast) -> dict[str, dict]:
    """What tests/permissions/samples/<room>.py gives for the routes that take arguments."""
    if not (FOLDER / "samples" / f"{room}.py").exists():
        return {}
    return importlib.import_module(f"tests.permissions.samples.{room}").samples(cast)
