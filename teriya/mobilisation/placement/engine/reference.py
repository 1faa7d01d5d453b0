"""The reference matcher, in plain Python: slow and easy to read; `fast` gives the same digest.

Candidates propose, the agency keeps the best set that can be seated and paid: deferred acceptance (Gale & Shapley 1962) on
a matroid. Adding a contract closes at most one circuit, whose worst in the strict order leaves, so what is held is always
the greedy independent subset of all proposals (Fleiner 2001).
"""

from collections.abc import Iterable
from heapq import heappop, heappush

import numpy as np

from teriya.mobilisation.placement.engine.network import Network, Route
from teriya.mobilisation.placement.engine.wave import CAUSES, NOBODY, Wave

Outcome = tuple[np.ndarray, np.ndarray, np.ndarray]


def propose(wave: Wave) -> Outcome:
    """The wish obtained by each candidate, the cutoff of each post and the number of its cause: columns of a Result."""
    agency = _Agency(wave)
    first, who = wave.first.tolist(), wave.who.tolist()
    ahead = [iter(range(first[i], first[i + 1])) for i in range(len(wave.candidates))]
    waiting = list(range(len(wave.candidates)))
    while waiting:
        candidate = waiting.pop()
        for wish in ahead[candidate]:
            loser = agency.weigh(wish)
            if loser != wish:
                if loser is not None:
                    waiting.append(who[loser])
                break
    obtained = np.full(len(wave.candidates), NOBODY, np.int64)
    for wish in agency.held.values():
        obtained[who[wish]] = wish
    cutoffs = [agency.cutoff(post) for post in range(len(wave.posts))]
    keys = np.array([key for key, _ in cutoffs], np.int64)
    return obtained, keys, np.array([CAUSES.index(cause) for _, cause in cutoffs], np.int8)


class _Agency:
    """What the agency holds: contracts known by their keys, in heaps whose top is the worst.

    A key that has left never comes back, so heaps keep it until it reaches their top.
    """

    def __init__(self, wave: Wave) -> None:
        self.post, self.key, self.cell = wave.wish.tolist(), wave.key.tolist(), wave.cell.tolist()
        self.network = Network(wave)
        self.held: dict[int, int] = {}  # key → wish
        self.refusing: set[int] = set()
        # A cell's last key refused for its ceiling or its money: what is proposed only grows, so all after it are refused.
        self.barred: dict[int, int] = {}
        self.of_post: list[list[int]] = [[] for _ in wave.posts]
        self.of_cell: list[list[int]] = [[] for _ in wave.cells]

    def weigh(self, wish: int) -> int | None:
        """Consider a proposal; return the wish refused by it: none, the proposed one or the one displaced."""
        key, post = self.key[wish], self.post[wish]
        cell = self.cell[post]
        if key > self.barred.get(cell, key):
            self.refusing.add(post)
            return wish
        route = self.network.search(post)
        if not route.cause:
            self.network.add(post, route)
            self._hold(key, wish)
            return None
        worst = self._worst(post, route)
        loser = wish if key > worst else self.held.pop(worst)
        left = self.post[loser]
        self.refusing.add(left)
        if route.cause != "seats":
            self.barred[self.cell[left]] = max(key, worst)
        if loser != wish:
            self.network.replace(post, left, route)
            self._hold(key, wish)
        return loser

    def cutoff(self, post: int) -> tuple[int, str]:
        """The worst key held in the circuit that binds the post, where somebody was refused."""
        if post not in self.refusing:
            return NOBODY, ""
        route = self.network.search(post)
        return self._worst(post, route), route.cause

    def _hold(self, key: int, wish: int) -> None:
        post = self.post[wish]
        self.held[key] = wish
        heappush(self.of_post[post], -key)
        heappush(self.of_cell[self.cell[post]], -key)

    def _worst(self, post: int, route: Route) -> int:
        """The worst key of the circuit: the post's, else the cell's, else those of all cells whose money is at stake."""
        if route.cause == "seats":
            return self._worst_of([self.of_post[post]])
        if route.cause == "ceiling":
            return self._worst_of([self.of_cell[self.cell[post]]])
        return self._worst_of(self.of_cell[cell] for cell in self.network.cells_paid(route))

    def _worst_of(self, heaps: Iterable[list[int]]) -> int:
        worst = 0
        for heap in heaps:
            while heap and -heap[0] not in self.held:
                heappop(heap)
            if heap and -heap[0] > worst:
                worst = -heap[0]
        return worst
