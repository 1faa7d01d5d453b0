"""The matcher against the definition, on every outcome of small random waves.

`Definition` knows no flow and no residual network: money is Hall's condition over all sets of cells, a circuit is what
can be taken out to let one more in, stability is what the agency would choose.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, combinations
from random import Random

import pytest

from teriya.mobilisation.placement.engine.certify import certify
from teriya.mobilisation.placement.engine.wave import Cutoff
from tests.mobilisation.placement.small import Post, Small, matched


def small_wave(random: Random, candidates: int, posts: int = 4, cells: int = 3, lines: int = 3) -> Small:
    """A wave where seats, ceilings and money all bind often; some cells have no line, some posts no seat."""
    cell_names, line_names = [f"K{k}" for k in range(cells)], [f"L{line}" for line in range(lines)]
    post_names = [f"P{post}" for post in range(posts)]
    wishes = {
        f"C{number}": tuple(random.sample(post_names, random.choice([1, 2, 2, 3, 3, posts])))
        for number in range(candidates)
    }
    pairs = [(candidate, post) for candidate, wished in wishes.items() for post in wished]
    linked = random.choice([0.4, 0.6, 0.9])
    keys = random.sample(range(1, 3 * len(pairs) + 1), len(pairs))
    return Small(
        candidates=tuple(wishes),
        posts={post: Post(random.choice([0, 1, 1, 2, 2, 3]), random.choice(cell_names)) for post in post_names},
        cells={cell: random.choice([None, None, 1, 2, 3, 0]) for cell in cell_names},
        lines={line: random.choice([0, 1, 1, 2, 3]) for line in line_names},
        edges=tuple((cell, line) for cell in cell_names for line in line_names if random.random() < linked),
        wishes=wishes,
        order=dict(zip(pairs, keys, strict=True)),
    )


class Definition:
    def __init__(self, wave: Small) -> None:
        self.wave, self.payers = wave, wave.payers()
        self.names = list(wave.posts)
        self.known: dict[tuple[int, ...], bool] = {}

    def feasible(self, posts: list[str]) -> bool:
        """Whether these contracts, given by their posts, can be held together."""
        counts = tuple(posts.count(name) for name in self.names)
        if counts not in self.known:
            self.known[counts] = self._feasible(Counter(posts))
        return self.known[counts]

    def _feasible(self, in_post: Counter) -> bool:
        wave, in_cell = self.wave, Counter()
        for post, held in in_post.items():
            in_cell[wave.posts[post].cell] += held
        return (
            all(held <= wave.posts[post].seats for post, held in in_post.items())
            and all(wave.cells[cell] is None or held <= wave.cells[cell] for cell, held in in_cell.items())
            and all(
                sum(in_cell[cell] for cell in some) <= sum(wave.lines[line] for line in self._payers_of(some))
                for size in range(1, len(in_cell) + 1)
                for some in combinations(in_cell, size)
            )
        )

    def _payers_of(self, cells: tuple[str, ...]) -> set[str]:
        return set(chain.from_iterable(self.payers[cell] for cell in cells))

    def outcomes(self) -> Iterator[dict[str, str]]:
        """Every feasible placement of candidates at their wishes."""
        found: list[dict[str, str]] = [{}]
        for candidate in self.wave.candidates:
            more = ({**placed, candidate: post} for placed in found for post in self.wave.wishes[candidate])
            found += [placed for placed in more if self.feasible(list(placed.values()))]
        return iter(found)

    def circuit(self, placed: dict[str, str], post: str) -> list[int] | None:
        """The keys any of which could leave so that one more contract of the post enters; None if it enters freely."""
        held = list(placed.values())
        if self.feasible([*held, post]):
            return None
        return [
            self.wave.order[candidate, other]
            for candidate, other in placed.items()
            if self.feasible([*[p for c, p in placed.items() if c != candidate], post])
        ]

    def refused(self, placed: dict[str, str]) -> list[tuple[str, str]]:
        """The wishes preferred to the outcome."""
        pairs = []
        for candidate, wished in self.wave.wishes.items():
            stop = wished.index(placed[candidate]) if candidate in placed else len(wished)
            pairs += [(candidate, post) for post in wished[:stop]]
        return pairs

    def stable(self, placed: dict[str, str]) -> bool:
        """Whether the agency would choose no refused contract, had it the choice of those it holds and that one."""
        circuits: dict[str, list[int] | None] = {}
        for candidate, post in self.refused(placed):
            if post not in circuits:
                circuits[post] = self.circuit(placed, post)
            circuit = circuits[post]
            if circuit is None or any(key > self.wave.order[candidate, post] for key in circuit):
                return False
        return True

    def cutoff(self, placed: dict[str, str], post: str) -> Cutoff:
        """The published cutoff, where somebody is refused."""
        circuit = self.circuit(placed, post)
        if circuit is None or post not in {refused for _, refused in self.refused(placed)}:
            return Cutoff(None, "")
        place, held = self.wave.posts[post], list(placed.values())
        if held.count(post) == place.seats:
            return Cutoff(max(circuit, default=0), "seats")
        in_cell = sum(self.wave.posts[other].cell == place.cell for other in held)
        return Cutoff(max(circuit, default=0), "ceiling" if in_cell == self.wave.cells[place.cell] else "money")


def rank(wave: Small, placed: dict[str, str], candidate: str) -> int:
    """The rank obtained; not placed comes after every wish."""
    wished = wave.wishes[candidate]
    return wished.index(placed[candidate]) if candidate in placed else len(wished)


def waves(seed: int, number: int) -> Iterator[Small]:
    random = Random(seed)
    for _ in range(number):
        yield small_wave(random, candidates=random.choice([1, 2, 3, 3, 4, 4, 4, 5, 6]))


@pytest.mark.hostile  # slow
def test_match_stable_and_best_for_every_candidate():
    several = 0
    for wave in waves(seed=1, number=20_000):
        definition, ours = Definition(wave), matched(wave).placements
        assert definition.feasible(list(ours.values())) and definition.stable(ours), wave
        stable = [placed for placed in definition.outcomes() if definition.stable(placed)]
        several += len(stable) > 1
        for placed in stable:
            assert all(rank(wave, ours, c) <= rank(wave, placed, c) for c in wave.candidates), (wave, placed)
            assert len(placed) == len(ours), (wave, placed)
    assert several > 1_000  # else the comparison would say nothing


def test_cutoffs_equal_the_definition():
    causes = Counter()
    for wave in waves(seed=2, number=2_000):
        definition, result = Definition(wave), matched(wave)
        assert result.cutoffs == {post: definition.cutoff(result.placements, post) for post in wave.posts}, wave
        assert certify(result).problems == []
        causes.update(cutoff.cause for cutoff in result.cutoffs.values())
    assert min(causes["seats"], causes["ceiling"], causes["money"]) > 200
