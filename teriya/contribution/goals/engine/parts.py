"""Totals made of parts: a total is the sum of its leaves, and leaves that may count the same thing twice are refused.

Worked cases: docs/algorithms/chaine.md.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from types import MappingProxyType

PEOPLE = "people"


@dataclass(frozen=True)
class Part:
    """What one leaf counts: an indicator, somewhere, over months, maybe for one sex or age only.

    `place`: codes from the widest to the narrowest (region, commune); empty: everywhere. `first` and `last`: months, in any
    numbering that follows time. `cell`: sex, age, disability → the only value counted; absent: all of them.
    """

    indicator: str
    counts: str  # acts, people, things
    unit: str
    is_stock: bool
    first: int
    last: int
    place: tuple[str, ...] = ()
    cell: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Node:
    """A name, and what it is made of: other nodes, or one part."""

    name: str
    children: tuple["Node", ...] = ()
    part: Part | None = None


@dataclass(frozen=True)
class Clash:
    """Two leaves that may not be added, and why."""

    why: str
    one: Part
    other: Part


@dataclass(frozen=True)
class Sum:
    """What a node comes to, with what each of its children comes to."""

    name: str
    amount: int
    children: tuple["Sum", ...] = ()


class PartsOverlap(ValueError):
    def __init__(self, clash: Clash):
        super().__init__(clash.why)
        self.clash = clash


def leaves(node: Node) -> Iterator[Part]:
    if node.part is not None:
        yield node.part
    for child in node.children:
        yield from leaves(child)


def clash_of(one: Part, other: Part) -> str:
    """Why two parts may not be added; empty where nothing is counted by both.

    `region_and_commune`, `own_breakdown`, `stock_over_months` (what stands at the end of a month stands in the next too) and
    `counted_twice` are one indicator met by two paths; `same_people` are two counts of people of one place and month.
    """
    if not _meets(one.place, other.place) or not _same_cells(one, other):
        return ""
    together = one.first <= other.last and other.first <= one.last
    if one.indicator != other.indicator:
        return "same_people" if one.counts == other.counts == PEOPLE and together else ""
    if not together:
        return "stock_over_months" if one.is_stock else ""
    if one.place != other.place:
        return "region_and_commune"
    return "own_breakdown" if dict(one.cell) != dict(other.cell) else "counted_twice"


def _meets(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """One place is inside the other, or the same."""
    short = min(len(one), len(other))
    return one[:short] == other[:short]


def _same_cells(one: Part, other: Part) -> bool:
    """Whether somebody may be in both: no dimension tells them apart."""
    return all(other.cell.get(name, value) == value for name, value in one.cell.items())


def first_clash(parts: Iterable[Part]) -> Clash | None:
    for one, other in combinations(parts, 2):
        if why := clash_of(one, other):
            return Clash(why, one, other)
    return None


def are_alike(parts: Iterable[Part]) -> bool:
    """Whether adding them means something: all acts, all people or all things, all of a month or all at its end."""
    return len({(part.counts, part.is_stock) for part in parts}) <= 1


def roll_up(node: Node, amount_of: Callable[[Part], int]) -> Sum:
    """The node and all under it, each the sum of its children. Raises `PartsOverlap` at the first pair of leaves that clash."""
    if clash := first_clash(leaves(node)):
        raise PartsOverlap(clash)
    return _sum(node, amount_of)


def _sum(node: Node, amount_of: Callable[[Part], int]) -> Sum:
    children = tuple(_sum(child, amount_of) for child in node.children)
    own = amount_of(node.part) if node.part is not None else 0
    return Sum(node.name, own + sum(child.amount for child in children), children)
