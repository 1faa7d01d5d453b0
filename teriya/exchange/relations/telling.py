"""How a fact is written in a letter to an agency without the system. Each room makes its own kinds known from `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from teriya.exchange.wire.fields import FIELDS
from teriya.exchange.wire.models import Fact
from teriya.exchange.wire.queries import person_part
from teriya.foundation.documents.letterhead import in_french


@dataclass(frozen=True)
class Told:
    """A heading, a paragraph, and what is told line by line: (label, value)."""

    title: str
    text: str = ""
    rows: list[tuple[str, str]] = field(default_factory=list)


Tell = Callable[[Fact], Told]
_tellers: dict[str, Tell] = {}
_elsewhere: set[str] = set()


def register(kind: str, tell: Tell) -> None:
    _tellers[kind] = tell


def day(text: str) -> str:
    """A day of a fact, as a letter writes it."""
    return f"{date.fromisoformat(text):%d/%m/%Y}"


def told_elsewhere(*kinds: str) -> None:
    """A room that writes letters of its own for these: ours do not tell them."""
    _elsewhere.update(kinds)


def elsewhere() -> set[str]:
    return set(_elsewhere)


def told(fact: Fact) -> Told:
    """What the letter says of this fact, its personal part last, by the names of the catalogue."""
    said = _tellers[fact.kind](fact)
    person = person_part(fact) or {}
    rows = [(in_french(FIELDS[name][0]).capitalize(), _plain(value)) for name, value in person.items()]
    return Told(said.title, said.text, said.rows + rows)


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    if isinstance(value, dict):
        return ", ".join(f"{name} : {_plain(inner)}" for name, inner in value.items())
    return str(value)
