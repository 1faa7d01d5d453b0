"""The ranking: points are the sum of three scores, ties go by a public lottery. Anyone can redo it with the seed."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

CHAIRS = (1, 2, 3)


class Place(NamedTuple):
    number: str
    points: int
    rank: int


def lottery(seed: str, number: str) -> str:
    """The draw of an application: SHA-256 of the seed followed by its N° (UTF-8); the smaller goes first."""
    return hashlib.sha256((seed + number).encode()).hexdigest()


def rank(scores: Mapping[str, Sequence[int]], seed: str) -> list[Place]:
    """N° → scores given. Fewer than three scores: not ranked. Ranks run from 1 without gap nor tie."""
    points = {number: sum(given) for number, given in scores.items() if len(given) == len(CHAIRS)}
    ordered = sorted(points, key=lambda number: (-points[number], lottery(seed, number), number))
    return [Place(number, points[number], position) for position, number in enumerate(ordered, start=1)]


def draw(numbers: Sequence[str], seed: str) -> list[Place]:
    """A public lottery: everybody by the draw alone, the smaller first."""
    ordered = sorted(numbers, key=lambda number: (lottery(seed, number), number))
    return [Place(number, 0, position) for position, number in enumerate(ordered, start=1)]
