"""A floor that seats cannot hold exactly (women of a region, say): the smallest published bonus that reaches it."""

from dataclasses import dataclass

import numpy as np

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.engine.match import match
from teriya.mobilisation.placement.engine.order import Standings
from teriya.mobilisation.placement.engine.wave import Integers, Result, Wave


@dataclass(frozen=True, eq=False)
class Floor:
    """least: persons. members [I]: who counts. posts [J]: where they count."""

    least: int
    members: np.ndarray
    posts: np.ndarray

    def reached_by(self, result: Result) -> int:
        """How many members are placed at the posts."""
        placed = (result.post >= 0) & self.members
        return int(self.posts[result.post[placed]].sum())


@dataclass(frozen=True)
class Bonus:
    """points: the bonus found. tried: each bonus that was run, with the members that it places."""

    points: int
    tried: dict[int, int]


def smallest_bonus(wave: Wave, standings: Standings, floor: Floor, most: int) -> Bonus:
    """The points to add to the members' scores so that the floor is reached, by doubling then halving the step.

    It reaches the floor and one point less does not; where the number placed does not grow with the bonus, a smaller one
    may exist (what was tried is published). Raises Refusal `floor_unreachable` when `most` points do not reach it.
    """
    tried: dict[int, int] = {}

    def reaches(points: int) -> bool:
        keys = standings.packed(_bonus(standings, floor, points))
        tried[points] = floor.reached_by(match(wave.in_order_of(keys)))
        return tried[points] >= floor.least

    if reaches(0):
        return Bonus(0, tried)
    low, high = 0, 1
    while not reaches(high):
        if high >= most:
            best = max(tried.values())
            sentence = f"Avec {most} points de bonus, {best} personnes sont placées pour un plancher de {floor.least}."
            raise Refusal("floor_unreachable", f"{sentence} Baissez le plancher.", field="floor")
        low, high = high, min(2 * high, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reaches(middle) else (middle, high)
    return Bonus(high, tried)


def with_bonus(wave: Wave, standings: Standings, floor: Floor, points: int) -> Wave:
    """The wave in the order that a bonus gives."""
    return wave.in_order_of(standings.keys(_bonus(standings, floor, points)))


def _bonus(standings: Standings, floor: Floor, points: int) -> Integers:
    return np.where(floor.members[standings.who], np.int64(points), np.int64(0))
