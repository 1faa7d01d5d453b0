"""The reference matcher: candidates propose, the agency keeps the best set that can be seated and paid.

Deferred acceptance (Gale & Shapley 1962) on a matroid: adding a contract closes at most one circuit, whose worst in the
strict order leaves, so what is held is always the greedy independent subset of all proposals (Fleiner 2001).
"""

from collections.abc import Iterable
from heapq import heappop, heappush

from teriya.mobilisation.placement.engine.check import check
from teriya.mobilisation.placement.engine.network import Network, Route
from teriya.mobilisation.placement.engine.tables import digest
from teriya.mobilisation.placement.engine.wave import Cutoff, Pair, Result, Wave


def match(wave: Wave) -> Result:
    """Give every candidate the best place of any stable outcome. Raises Refusal on wrong inputs."""
    check(wave)
    agency = _Agency(wave)
    ahead = {candidate: iter(wave.wishes.get(candidate, ())) for candidate in wave.candidates}
    waiting = list(wave.candidates)
    while waiting:
        candidate = waiting.pop()
        for post in ahead[candidate]:
            loser = agency.weigh(candidate, post)
            if loser != candidate:
                if loser is not None:
                    waiting.append(loser)
                break
    return _result(wave, agency)


def _result(wave: Wave, agency: "_Agency") -> Result:
    placements = dict(sorted(agency.held.values()))
    cutoffs = {post: agency.cutoff(post) for post in wave.posts}
    ranks = {candidate: wave.wishes[candidate].index(post) + 1 for candidate, post in placements.items()}
    return Result(placements, cutoffs, digest(placements, cutoffs), ranks)


class _Agency:
    """What the agency holds: contracts known by their keys, in heaps whose top is the worst.

    A key that has left never comes back, so heaps keep it until it reaches their top.
    """

    def __init__(self, wave: Wave) -> None:
        self.posts, self.order = wave.posts, wave.order
        self.network = Network(wave)
        self.held: dict[int, Pair] = {}
        self.refusing: set[str] = set()
        # A cell's last key refused for its ceiling or its money: what is proposed only grows, so all after it are refused.
        self.barred: dict[str, int] = {}
        self.of_post: dict[str, list[int]] = {post: [] for post in wave.posts}
        self.of_cell: dict[str, list[int]] = {cell: [] for cell in wave.cells}

    def weigh(self, candidate: str, post: str) -> str | None:
        """Consider a proposal; return who is refused by it: nobody, the proposer or the one displaced."""
        key, cell = self.order[candidate, post], self.posts[post].cell
        if key > self.barred.get(cell, key):
            self.refusing.add(post)
            return candidate
        route = self.network.search(post)
        if not route.cause:
            self.network.add(post, route)
            self._hold(key, candidate, post)
            return None
        worst = self._worst(post, route)
        loser, left = (candidate, post) if key > worst else self.held.pop(worst)
        self.refusing.add(left)
        if route.cause != "seats":
            self.barred[self.posts[left].cell] = max(key, worst)
        if loser != candidate:
            self.network.replace(post, left, route)
            self._hold(key, candidate, post)
        return loser

    def cutoff(self, post: str) -> Cutoff:
        """The worst key held in the circuit that binds the post, where somebody was refused."""
        if post not in self.refusing:
            return Cutoff(None, "")
        route = self.network.search(post)
        return Cutoff(self._worst(post, route), route.cause)

    def _hold(self, key: int, candidate: str, post: str) -> None:
        self.held[key] = (candidate, post)
        heappush(self.of_post[post], -key)
        heappush(self.of_cell[self.posts[post].cell], -key)

    def _worst(self, post: str, route: Route) -> int:
        """The worst key of the circuit: the post's, else the cell's, else those of all cells whose money is at stake."""
        if route.cause == "seats":
            return self._worst_of([self.of_post[post]])
        if route.cause == "ceiling":
            return self._worst_of([self.of_cell[self.posts[post].cell]])
        return self._worst_of(self.of_cell[cell] for cell in self.network.cells_paid(route))

    def _worst_of(self, heaps: Iterable[list[int]]) -> int:
        worst = 0
        for heap in heaps:
            while heap and -heap[0] not in self.held:
                heappop(heap)
            if heap and -heap[0] > worst:
                worst = -heap[0]
        return worst
