"""What a round is given and what it answers. Ids are texts, numbers are integers."""

from dataclasses import dataclass

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Post:
    """Seats asked by a host; the cell is its sector × region × allowance class."""

    seats: int
    cell: str


@dataclass(frozen=True)
class Wave:
    """The frozen inputs of a round.

    cells: ceiling in persons, None where there is none. lines: places that a funder pays. edges: (cell, line) where the
    line may pay the cell. wishes: posts by candidate, the dearest first. order: the key of each wished (candidate, post);
    integers from 1, distinct over the wave, the smaller goes first.
    """

    candidates: tuple[str, ...]
    posts: dict[str, Post]
    cells: dict[str, int | None]
    lines: dict[str, int]
    edges: tuple[Pair, ...]
    wishes: dict[str, tuple[str, ...]]
    order: dict[Pair, int]

    def payers(self) -> dict[str, list[str]]:
        """The lines that may pay each cell; a cell without an edge has none, hence no place."""
        payers: dict[str, list[str]] = {cell: [] for cell in self.cells}
        for cell, line in self.edges:
            payers[cell].append(line)
        return payers


@dataclass(frozen=True, slots=True)
class Cutoff:
    """Where a post stopped: the worst key held in what binds it, 0 if nothing is held, None if nobody was refused there.

    cause: "seats", "ceiling", "money", or "" when nothing binds or nobody was refused.
    """

    key: int | None
    cause: str


@dataclass(frozen=True)
class Result:
    """The outcome: post by placed candidate, cutoff by post, SHA-256 of both, and the rank of the wish each one got."""

    placements: dict[str, str]
    cutoffs: dict[str, Cutoff]
    digest: str
    ranks: dict[str, int]
