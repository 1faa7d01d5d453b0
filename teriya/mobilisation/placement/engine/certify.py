"""The proof of a result, from the inputs and the result alone: nothing here is shared with the matcher.

Feasible: every candidate placed at a wished post, seats and ceilings held, and a flow pays for all. Stable: no wish
preferred to the outcome beats the cutoff of its post, which is computed again here.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from teriya.mobilisation.placement.engine.check import check
from teriya.mobilisation.placement.engine.tables import digest
from teriya.mobilisation.placement.engine.wave import Cutoff, Result, Wave


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a result: a stable code and a sentence."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Certificate:
    """feasible and stable speak of the placements; problems also tells altered cutoffs, ranks or digest."""

    feasible: bool
    stable: bool
    cutoffs: dict[str, Cutoff] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether the result can be published."""
        return not self.problems


def certify(wave: Wave, result: Result) -> Certificate:
    """Whether the result is feasible, stable and unaltered. Raises Refusal on wrong inputs."""
    check(wave)
    problems = list(_outside_wishes(wave, result)) or list(_above_limits(wave, result))
    if problems:
        return Certificate(feasible=False, stable=False, problems=problems)
    payment = _Payment(wave, result)
    if payment.unpaid is not None:
        return Certificate(feasible=False, stable=False, problems=[_unpaid(payment, payment.unpaid)])
    cutoffs = _cutoffs(wave, result, payment)
    blocking = list(_blocking(wave, result, cutoffs))
    problems = blocking + list(_altered(wave, result, cutoffs))
    return Certificate(feasible=True, stable=not blocking, cutoffs=cutoffs, problems=problems)


def _outside_wishes(wave: Wave, result: Result) -> Iterator[Problem]:
    for candidate, post in result.placements.items():
        if (candidate, post) not in wave.order:
            yield Problem("unwished", f"« {candidate} » est placé à « {post} » sans l’avoir demandé.")


def _above_limits(wave: Wave, result: Result) -> Iterator[Problem]:
    in_post = Counter(result.placements.values())
    in_cell = Counter(wave.posts[post].cell for post in result.placements.values())
    for post, held in in_post.items():
        if held > wave.posts[post].seats:
            yield Problem("seats", f"« {post} » reçoit {held} personnes pour {wave.posts[post].seats} places.")
    for cell, held in in_cell.items():
        ceiling = wave.cells[cell]
        if ceiling is not None and held > ceiling:
            yield Problem("ceiling", f"« {cell} » reçoit {held} personnes pour un plafond de {ceiling}.")


class _Payment:
    """A maximum flow from the persons held in each cell to the places of the lines (Ford & Fulkerson 1956)."""

    def __init__(self, wave: Wave, result: Result) -> None:
        self.payers, self.left = wave.payers(), dict(wave.lines)
        self.paid: dict[str, Counter[str]] = {line: Counter() for line in wave.lines}  # line → cell → units
        self.unpaid: str | None = None
        for cell, persons in Counter(wave.posts[post].cell for post in result.placements.values()).items():
            for _ in range(persons):
                if not self._pay_one_more(cell):
                    self.unpaid = cell
                    return

    def reach(self, cell: str) -> tuple[dict[str, str], dict[str, str], str | None]:
        """The residual network from a cell: how each cell and each line is reached; a line with a place left ends it."""
        cells, lines, queue = {cell: ""}, {}, [cell]
        for here in queue:
            for line in self.payers[here]:
                if line in lines:
                    continue
                lines[line] = here
                if self.left[line]:
                    return cells, lines, line
                for other in self.paid[line]:
                    if other not in cells:
                        cells[other] = line
                        queue.append(other)
        return cells, lines, None

    def _pay_one_more(self, cell: str) -> bool:
        cells, lines, line = self.reach(cell)
        if line is None:
            return False
        self.left[line] -= 1
        while line:
            here = lines[line]
            self.paid[line][here] += 1
            line = cells[here]
            if line:
                self.paid[line][here] -= 1
                if not self.paid[line][here]:
                    del self.paid[line][here]
        return True


def _unpaid(payment: _Payment, cell: str) -> Problem:
    lines = payment.reach(cell)[1]
    names = ", ".join(sorted(lines)) or "aucune ligne"
    return Problem("money", f"« {cell} » reçoit plus de personnes que ses financeurs n’en paient ({names}).")


def _preferred(wave: Wave, result: Result) -> Iterator[tuple[str, str]]:
    """The wishes that candidates would rather have had: (candidate, post)."""
    for candidate, posts in wave.wishes.items():
        outcome = result.placements.get(candidate)
        for post in posts:
            if post == outcome:
                break
            yield candidate, post


def _cutoffs(wave: Wave, result: Result, payment: _Payment) -> dict[str, Cutoff]:
    """One cutoff per post where somebody is refused, from the circuit that one more contract there would close."""
    of_post: dict[str, list[int]] = {post: [] for post in wave.posts}
    of_cell: dict[str, list[int]] = {cell: [] for cell in wave.cells}
    for candidate, post in result.placements.items():
        key = wave.order[candidate, post]
        of_post[post].append(key)
        of_cell[wave.posts[post].cell].append(key)
    refusing = {post for _, post in _preferred(wave, result)}
    worst = {cell: max(keys, default=0) for cell, keys in of_cell.items()}
    money = {cell: _money_cutoff(payment, cell, worst) for cell in {wave.posts[post].cell for post in refusing}}

    def cutoff(post: str) -> Cutoff:
        place = wave.posts[post]
        if post not in refusing:
            return Cutoff(None, "")
        if len(of_post[post]) == place.seats:
            return Cutoff(max(of_post[post], default=0), "seats")
        if len(of_cell[place.cell]) == wave.cells[place.cell]:
            return Cutoff(worst[place.cell], "ceiling")
        return money[place.cell]

    return {post: cutoff(post) for post in wave.posts}


def _money_cutoff(payment: _Payment, cell: str, worst: dict[str, int]) -> Cutoff:
    cells, _, free = payment.reach(cell)
    return Cutoff(None, "") if free else Cutoff(max(worst[other] for other in cells), "money")


def _blocking(wave: Wave, result: Result, cutoffs: dict[str, Cutoff]) -> Iterator[Problem]:
    for candidate, post in _preferred(wave, result):
        key, cutoff = wave.order[candidate, post], cutoffs[post].key
        if cutoff is None or key < cutoff:
            yield Problem(
                "unstable", f"« {candidate} » devait passer à « {post} » : clé {key}, seuil {cutoff or 'aucun'}."
            )


def _altered(wave: Wave, result: Result, cutoffs: dict[str, Cutoff]) -> Iterator[Problem]:
    if result.ranks != {who: wave.wishes[who].index(post) + 1 for who, post in result.placements.items()}:
        yield Problem("ranks", "Les rangs de vœu publiés ne sont pas ceux des placements.")
    for post in sorted(cutoffs.keys() | result.cutoffs.keys()):
        if cutoffs.get(post) != result.cutoffs.get(post):
            yield Problem("cutoff", f"Le seuil publié de « {post} » n’est pas celui que donnent les placements.")
    if result.digest != digest(result.placements, result.cutoffs):
        yield Problem("digest", "L’empreinte publiée n’est pas celle des placements et des seuils.")
