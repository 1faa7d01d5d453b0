"""A wave by names, for tests: what the engine keeps in columns is here in dictionaries that a reader can check by hand."""

from dataclasses import dataclass
from typing import NamedTuple

from teriya.mobilisation.placement.engine.files import obtained_by
from teriya.mobilisation.placement.engine.ids import find, ids_of
from teriya.mobilisation.placement.engine.match import match
from teriya.mobilisation.placement.engine.wave import Result, Wave

Pair = tuple[str, str]


class Post(NamedTuple):
    seats: int
    cell: str


@dataclass(frozen=True)
class Small:
    candidates: tuple[str, ...]
    posts: dict[str, Post]
    cells: dict[str, int | None]
    lines: dict[str, int]
    edges: tuple[Pair, ...]
    wishes: dict[str, tuple[str, ...]]
    order: dict[Pair, int]

    @property
    def wave(self) -> Wave:
        return Wave.of(**vars(self))

    def payers(self) -> dict[str, list[str]]:
        payers: dict[str, list[str]] = {cell: [] for cell in self.cells}
        for cell, line in self.edges:
            payers[cell].append(line)
        return payers


def matched(small: Small, plainly: bool = False) -> Result:
    return match(small.wave, plainly=plainly)


def result_with(small: Small, placements: dict[str, str], like: Result | None = None) -> Result:
    """Other placements under the cutoffs and the digest of a result."""
    like = like or matched(small)
    wave = like.wave
    who, post = (
        find(wave.candidates, ids_of(placements), "candidate", ""),
        find(wave.posts, ids_of(placements.values()), "post", ""),
    )
    return Result(wave, obtained_by(wave, who, post), like.key, like.cause, like.digest)
