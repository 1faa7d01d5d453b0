"""The proof of a result, from the inputs and the result alone: nothing here is shared with the matcher or the planner.

Feasible: every candidate placed at a wished post, seats and ceilings held, and a flow pays for all. Stable: no wish
preferred to the outcome beats the cutoff of its post, which is computed again here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from teriya.mobilisation.placement.engine.tables import digest
from teriya.mobilisation.placement.engine.wave import CAUSES, NOBODY, Integers, Result, Wave

SEATS, CEILING, MONEY = (CAUSES.index(cause) for cause in ("seats", "ceiling", "money"))
BLOCK = 1 << 16  # wishes looked at together, so that memory stays small
_FREE = np.iinfo(np.int64).max  # the cutoff of a post where one more person could be held


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a result: a stable code and a sentence."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Certificate:
    """feasible and stable speak of the placements; problems also tells altered cutoffs or digest.

    key, cause [J]: the cutoffs, computed again; empty when the placements are not feasible.
    """

    feasible: bool
    stable: bool
    problems: list[Problem]
    key: Integers = field(default_factory=lambda: np.empty(0, np.int64))
    cause: np.ndarray = field(default_factory=lambda: np.empty(0, np.int8))

    @property
    def sound(self) -> bool:
        """Whether the result can be published."""
        return not self.problems


def certify(result: Result) -> Certificate:
    """Whether the result is feasible, stable and unaltered."""
    wave = result.wave
    problems = list(_outside_wishes(result))
    if not problems:
        in_post = np.bincount(result.post[result.post >= 0], minlength=len(wave.posts))
        in_cell = np.bincount(np.repeat(wave.cell, in_post), minlength=len(wave.cells))
        problems = list(_above_limits(wave, in_post, in_cell))
    if problems:
        return Certificate(feasible=False, stable=False, problems=problems)
    payment = Payment(wave, in_cell)
    if payment.unpaid is not None:
        cell = wave.cells[payment.unpaid]
        unpaid = Problem("money", f"« {cell} » reçoit plus de personnes que ses financeurs n’en paient.")
        return Certificate(feasible=False, stable=False, problems=[unpaid])
    refused = _refused(result)
    key, cause = _cutoffs(result, payment, in_post, in_cell, refused)
    blocking = list(_blocking(wave, refused, key))
    key[key == _FREE] = NOBODY
    problems = blocking + list(_altered(result, key, cause))
    return Certificate(feasible=True, stable=not blocking, problems=problems, key=key, cause=cause)


def _outside_wishes(result: Result) -> Iterator[Problem]:
    wave, people = result.wave, np.flatnonzero(result.wish != NOBODY)
    wishes = result.wish[people]
    strange = (wishes < wave.first[people]) | (wishes >= wave.first[people + 1])
    for candidate in people[strange]:
        yield Problem("unwished", f"« {wave.candidates[candidate]} » est placé sans l’avoir demandé.")


def _above_limits(wave: Wave, in_post: Integers, in_cell: Integers) -> Iterator[Problem]:
    for post in np.flatnonzero(in_post > wave.seats):
        seats, held = wave.seats[post], in_post[post]
        yield Problem("seats", f"« {wave.posts[post]} » reçoit {held} personnes pour {seats} places.")
    for cell in np.flatnonzero((wave.ceiling != NOBODY) & (in_cell > wave.ceiling)):
        ceiling, held = wave.ceiling[cell], in_cell[cell]
        yield Problem("ceiling", f"« {wave.cells[cell]} » reçoit {held} personnes pour un plafond de {ceiling}.")


class Payment:
    """A maximum flow from the persons held in each cell to the places of the lines (Ford & Fulkerson 1956)."""

    def __init__(self, wave: Wave, in_cell: Integers) -> None:
        self.payers = [np.flatnonzero(row).tolist() for row in wave.payers]
        self.left = wave.places.tolist()
        self.paid: list[dict[int, int]] = [{} for _ in self.left]  # line → cell → persons
        self.unpaid: int | None = None
        for cell in np.flatnonzero(in_cell).tolist():
            persons = int(in_cell[cell])
            while persons and self.unpaid is None:
                paid = self._pay(cell, persons)
                persons -= paid
                if not paid:
                    self.unpaid = cell

    def reach(self, cell: int) -> tuple[dict[int, tuple[int, int | None]], int | None]:
        """The residual network from a cell: each line reached, with the cell that leads to it and the line before; and the
        first of them that has a place left, where the search stops."""
        came: dict[int, tuple[int, int | None]] = dict.fromkeys(self.payers[cell], (cell, None))
        queue = list(came)
        for line in queue:
            if self.left[line]:
                return came, line
            for through in self.paid[line]:
                for other in self.payers[through]:
                    if other not in came:
                        came[other] = (through, line)
                        queue.append(other)
        return came, None

    def _pay(self, cell: int, persons: int) -> int:
        """Pay as many more persons of a cell as one way allows; how many."""
        came, line = self.reach(cell)
        if line is None:
            return 0
        way: list[tuple[int, int, int | None]] = []
        units, step = min(persons, self.left[line]), line
        while step is not None:
            through, before = came[step]
            way.append((step, through, before))
            if before is not None:
                units = min(units, self.paid[before][through])
            step = before  # type: ignore[assignment]
        self.left[line] -= units
        for here, through, before in way:
            self.paid[here][through] = self.paid[here].get(through, 0) + units
            if before is not None:
                self.paid[before][through] -= units
                if not self.paid[before][through]:
                    del self.paid[before][through]
        return units


def _refused(result: Result) -> np.ndarray:
    """[W] Whether each wish is preferred to what its candidate obtained."""
    wave = result.wave
    stop = np.where(result.wish == NOBODY, wave.first[1:], result.wish)
    runs = np.stack([stop - wave.first[:-1], wave.first[1:] - stop], axis=1)
    return np.repeat(np.tile([True, False], len(runs)), runs.ravel())


def _blocks(wave: Wave) -> Iterator[slice]:
    """The wishes, some at a time."""
    return (slice(start, start + BLOCK) for start in range(0, len(wave.wish), BLOCK))


def _cutoffs(
    result: Result, payment: Payment, in_post: Integers, in_cell: Integers, refused: np.ndarray
) -> tuple[Integers, np.ndarray]:
    """The published cutoff of each post where somebody is refused: the worst key held in its circuit, and the cause.

    A post where one more person could be held has no cause, and _FREE for a cutoff: any wish beats it.
    """
    wave = result.wave
    worst_in_post, worst_in_cell = np.zeros(len(wave.posts), np.int64), np.zeros(len(wave.cells), np.int64)
    people = np.flatnonzero(result.wish != NOBODY)
    np.maximum.at(worst_in_post, result.post[people], wave.key[result.wish[people]])
    np.maximum.at(worst_in_cell, wave.cell, worst_in_post)
    is_refusing = np.zeros(len(wave.posts), bool)
    for block in _blocks(wave):
        is_refusing[wave.wish[block][refused[block]]] = True
    full = in_post >= wave.seats
    capped = ((wave.ceiling != NOBODY) & (in_cell >= wave.ceiling))[wave.cell] & ~full
    paid_for = ~full & ~capped & is_refusing
    worst_paid = np.zeros(len(wave.cells), np.int64)
    for cell in np.unique(wave.cell[paid_for]).tolist():
        came, free = payment.reach(cell)
        cells = [through for line in came for through in payment.paid[line]]
        worst_paid[cell] = _FREE if free is not None else worst_in_cell[cells].max(initial=0)
    key = np.select([full, capped], [worst_in_post, worst_in_cell[wave.cell]], worst_paid[wave.cell])
    cause = np.select([full, capped, key != _FREE], [SEATS, CEILING, MONEY], 0)
    return np.where(is_refusing, key, NOBODY), np.where(is_refusing, cause, 0).astype(np.int8)


def _blocking(wave: Wave, refused: np.ndarray, key: Integers) -> Iterator[Problem]:
    for block in _blocks(wave):
        for wish in block.start + np.flatnonzero(refused[block] & (wave.key[block] < key[wave.wish[block]])):
            who, post = wave.candidates[wave.who[wish]], wave.posts[wave.wish[wish]]
            yield Problem("unstable", f"« {who} » préfère « {post} » et passe avant son seuil.")


def _altered(result: Result, key: Integers, cause: np.ndarray) -> Iterator[Problem]:
    wave = result.wave
    for post in np.flatnonzero((key != result.key) | (cause != result.cause)):
        yield Problem(
            "cutoff", f"Le seuil publié de « {wave.posts[post]} » n’est pas celui que donnent les placements."
        )
    if digest(wave, result.wish, result.key, result.cause) != result.digest:
        yield Problem("digest", "L’empreinte n’est pas celle des placements et des seuils.")
