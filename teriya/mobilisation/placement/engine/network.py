"""The matroid of what can be paid: contracts flow from post to cell to funding line, one unit each.

The sets of contracts that can be routed are the independent sets of a gammoid (Perfect 1968, Mason 1972). All contracts
of a post are alike here, so the network only counts. Posts, cells and lines are known by their positions.
"""

from collections import Counter
from dataclasses import dataclass, field

from teriya.mobilisation.placement.engine.wave import NOBODY, Wave


@dataclass(slots=True)
class Route:
    """How one more contract of a post would travel, or the cause that bars it ("" when it can).

    came: each line reached in the residual network, with the cell that leads to it and the line before that cell.
    free: the line reached that has a place left.
    """

    cause: str
    came: dict[int, tuple[int, int | None]] = field(default_factory=dict)
    free: int | None = None


class Network:
    """What is held, counted by post, cell and line, with an integral flow that pays for it."""

    def __init__(self, wave: Wave) -> None:
        self.seats, self.cell = wave.seats.tolist(), wave.cell.tolist()
        self.ceilings, self.places = wave.ceiling.tolist(), wave.places.tolist()
        self.payers: list[list[int]] = [[] for _ in self.ceilings]
        for cell, line in sorted(wave.edges.tolist()):
            self.payers[cell].append(line)
        self.in_post, self.in_cell = [0] * len(self.seats), [0] * len(self.ceilings)
        self.in_line = [0] * len(self.places)
        self.flow: Counter[tuple[int, int]] = Counter()
        # arcs[a][b]: the cells now paid by line a that line b could pay instead; arcs[a][a] is all that a pays
        self.arcs: list[dict[int, set[int]]] = [{} for _ in self.places]

    def search(self, post: int) -> Route:
        """Whether one more contract of the post can be held; the nearest constraint is named first."""
        if self.in_post[post] >= self.seats[post]:
            return Route("seats")
        cell = self.cell[post]
        if self.ceilings[cell] != NOBODY and self.in_cell[cell] >= self.ceilings[cell]:
            return Route("ceiling")
        return self._search_money(cell)

    def _search_money(self, cell: int) -> Route:
        """Breadth first over the lines: a full line is passed by moving one of its cells to another line."""
        came: dict[int, tuple[int, int | None]] = dict.fromkeys(self.payers[cell], (cell, None))
        queue = list(came)
        for line in queue:
            if self.in_line[line] < self.places[line]:
                return Route("", came, line)
            for other, through in self.arcs[line].items():
                if other not in came:
                    came[other] = (next(iter(through)), line)
                    queue.append(other)
        return Route("money", came)

    def cells_paid(self, route: Route) -> set[int]:
        """The cells whose money could reach the post: those paid by a line of the route."""
        return {cell for line in route.came for cell in self.arcs[line].get(line, ())}

    def add(self, post: int, route: Route) -> None:
        """Hold one more contract of the post, along a route that found a free line."""
        self.in_post[post] += 1
        self.in_cell[self.cell[post]] += 1
        self._push(route, route.free)

    def replace(self, post: int, leaving: int, route: Route) -> None:
        """Hold a contract of the post in the stead of one of the post that leaves, a member of the circuit of the route."""
        self.in_post[leaving] -= 1
        self.in_post[post] += 1
        cell, left = self.cell[post], self.cell[leaving]
        if cell != left:
            self.in_cell[left] -= 1
            self.in_cell[cell] += 1
            line = next(line for line in self.payers[left] if line in route.came and self.flow[left, line])
            self._pay(left, line, -1)
            self._push(route, line)

    def _push(self, route: Route, line: int | None) -> None:
        """Walk back from a line with a place to the cell that asks, each cell on the way changing lines."""
        while line is not None:
            cell, before = route.came[line]
            self._pay(cell, line, +1)
            if before is not None:
                self._pay(cell, before, -1)
            line = before

    def _pay(self, cell: int, line: int, units: int) -> None:
        self.in_line[line] += units
        self.flow[cell, line] += units
        arcs = self.arcs[line]
        if self.flow[cell, line] == 0:
            for other in self.payers[cell]:
                arcs[other].discard(cell)
                if not arcs[other]:
                    del arcs[other]
        elif units > 0 and self.flow[cell, line] == units:
            for other in self.payers[cell]:
                arcs.setdefault(other, set()).add(cell)
