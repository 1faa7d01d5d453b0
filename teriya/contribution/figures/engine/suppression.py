"""Small cells hidden, with what would give them back. A table and its margins are flows: what is hidden stands on a loop of hidden flows.

Pushing `least` units round the loop changes no sum that is shown, and each cell on it by `least`: nobody can tell a hidden cell to
less than `least` units (Gusfield, SIAM J. Comput. 17, 1988). Worked example: docs/algorithms/chiffres.md.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import pairwise
from typing import TypeVar

TOTAL = ""  # the row, or the column, of the sums
Cell = tuple[str, str]  # row, column
Node = tuple[str, ...]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Flow:
    """One cell or one sum, from a node to another; a value for each of the measures that are shown side by side."""

    tail: Node
    head: Node
    values: tuple[int, ...]


@dataclass(frozen=True)
class Table:
    """`leaves`: the cells, each with its values. `parents`: the group of a row (the region of a commune); without one, the total."""

    leaves: Mapping[Cell, tuple[int, ...]]
    parents: Mapping[str, str] = field(default_factory=dict)

    def groups(self, row: str) -> Iterator[str]:
        """What contains a row, from itself to the total."""
        while row != TOTAL:
            yield row
            row = self.parents.get(row, TOTAL)
        yield TOTAL

    def sums(self) -> dict[Cell, tuple[int, ...]]:
        """Every cell and every sum: of each row and group, of each column, of all."""
        found: dict[Cell, tuple[int, ...]] = {}
        for (row, column), values in self.leaves.items():
            for group in self.groups(row):
                for name in (column, TOTAL):
                    old = found.get((group, name))
                    found[group, name] = tuple(map(sum, zip(old, values, strict=True))) if old else values
        return found

    def flows(self) -> dict[Cell, Flow]:
        """What enters a node leaves it: a group’s sum divides among its rows, a row’s among its columns, and these gather into groups."""
        rows = {row for row, _column in self.leaves}
        found = {}
        for (row, column), values in self.sums().items():
            group = self.parents.get(row, TOTAL)
            tail: Node
            head: Node
            if row == TOTAL:
                tail, head = (("cells", TOTAL, column), ("out",)) if column else (("out",), ("of", TOTAL))
            elif column == TOTAL:
                tail, head = ("of", group), ("of", row)
            else:
                tail, head = (("of", row) if row in rows else ("cells", row, column)), ("cells", group, column)
            found[row, column] = Flow(tail, head, values)
        return found


def hidden(table: Table, least: int) -> set[Cell]:
    """The cells and sums to hide: those of 1 to `least` − 1, and as few others as a loop needs. The sums of all are always shown.

    Raises ValueError where a sum of all is itself too small: there the columns have to be given up, or the table.
    """
    flows = table.flows()
    if any(is_small(flow.values, least) for (row, _column), flow in flows.items() if row == TOTAL):
        raise ValueError("a total is too small to be shown")
    small = [cell for cell, flow in flows.items() if is_small(flow.values, least)]
    found = set(small)
    for cell in sorted(small, key=lambda one: (flows[one].values, one)):
        loop = _loop(cell, flows, found, least)
        if loop is None:
            return _everything(table, flows)
        found |= loop
    return found


def is_small(values: tuple[int, ...], least: int) -> bool:
    """Whether one of the measures could show somebody. Nobody is not small: an empty cell is shown."""
    return any(0 < value < least for value in values)


def _loop(cell: Cell, flows: Mapping[Cell, Flow], found: set[Cell], least: int) -> set[Cell] | None:
    """The cheapest way for `least` more units of this cell to come back: through what is hidden already if it can.

    Any flow can carry more; only one of at least `least`, in every measure, can carry so much less. What is empty stays out: that
    it is empty may be known. None: there is no way.
    """
    ways: dict[Node, list[tuple[Node, int, Cell]]] = defaultdict(list)
    for name, flow in flows.items():
        if name == cell or name[0] == TOTAL or not any(flow.values):
            continue
        cost = 0 if name in found else 1 + max(flow.values)
        ways[flow.tail].append((flow.head, cost, name))
        if min(flow.values) >= least:
            ways[flow.head].append((flow.tail, cost, name))
    start, goal = flows[cell].head, flows[cell].tail
    queue: list[tuple[int, Node, tuple[Cell, ...]]] = [(0, start, ())]
    seen: set[Node] = set()
    while queue:
        spent, node, path = heappop(queue)
        if node == goal:
            return set(path)
        if node not in seen:
            seen.add(node)
            for after, cost, name in ways[node]:
                heappush(queue, (spent + cost, after, (*path, name)))
    return None


def _everything(table: Table, flows: Mapping[Cell, Flow]) -> set[Cell]:
    """Every row that does not alone make up the total: only the sums of all are shown."""
    children: dict[str, set[str]] = defaultdict(set)
    for row, _column in table.leaves:
        groups = list(table.groups(row))
        for one, group in pairwise(groups):
            children[group].add(one)
    alone, group = set(), TOTAL
    while len(children[group]) == 1:
        [group] = children[group]
        alone.add(group)
    return {(row, column) for row, column in flows if row != TOTAL and row not in alone}


def flat(lines: Mapping[Key, int], least: int) -> tuple[dict[Key, int], int | None]:
    """The lines of a file that may be shown, and the sum of those that may not; the smallest are added to these until it is enough.

    Only for a file whose sums are published nowhere else. None: even the sum of all is too small; nothing is hidden: 0.
    """
    waiting = sorted(lines, key=lambda key: (lines[key], str(key)))
    left = [key for key in waiting if 0 < lines[key] < least]
    shown = [key for key in waiting if not 0 < lines[key] < least and lines[key]]
    while left and sum(lines[key] for key in left) < least and shown:
        left.append(shown.pop(0))
    rest = sum(lines[key] for key in left)
    return {key: lines[key] for key in shown}, rest if not left or rest >= least else None
