"""Targets told by groups that may overlap: each is listed under every group it serves, and counted once in the total."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Told:
    """A target: its key, the groups that it serves (none: it stands apart, under ""), its colour."""

    key: int
    groups: tuple[str, ...]
    colour: str


@dataclass
class Group:
    code: str
    keys: list[int] = field(default_factory=list)
    colours: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return len(self.keys)

    def add(self, one: Told) -> None:
        self.keys.append(one.key)
        self.colours[one.colour] += 1


@dataclass(frozen=True)
class View:
    groups: list[Group]
    total: Group

    @property
    def is_overlapping(self) -> bool:
        return sum(group.count for group in self.groups) != self.total.count


def by_group(targets: Iterable[Told], order: Sequence[str]) -> View:
    """The groups in the order given, those served by nothing left out; the total counts each target once, whatever the view."""
    found: dict[str, Group] = {}
    total = Group("")
    for one in targets:
        total.add(one)
        for code in dict.fromkeys(one.groups) or ("",):
            found.setdefault(code, Group(code)).add(one)
    rank = {code: n for n, code in enumerate(order)}
    return View(
        sorted(found.values(), key=lambda group: (group.code == "", rank.get(group.code, len(rank)), group.code)),
        total,
    )
