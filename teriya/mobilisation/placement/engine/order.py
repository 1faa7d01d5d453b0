"""The published strict order: priority tier, then score, then one public lottery for all posts.

A folder may say where its order comes from: points (candidate, post, tier, points: exactly the wished pairs) and seed (one
row, the seed). The order is then proved to follow from them.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.engine.ids import Ids, in_order, texts
from teriya.mobilisation.placement.engine.wave import Integers, Wave


def lottery(seed: str, candidate: str) -> str:
    """The draw of a candidate: SHA-256 of the seed followed by the candidate's id (UTF-8), the smaller goes first.

    The seed is committed before the deadline; anyone can redo the draw.
    """
    return hashlib.sha256((seed + candidate).encode()).hexdigest()


def commitment(seed: str) -> str:
    """What is published before the deadline so that the seed cannot be changed after it: its SHA-256."""
    return hashlib.sha256(seed.encode()).hexdigest()


def draws(seed: str, candidates: Ids) -> Integers:
    """[I] The place of each candidate in the lottery, from 0."""
    start = seed.encode()
    drawn = b"".join(hashlib.sha256(start + name).digest() for name in texts(candidates).tolist())
    words = np.frombuffer(drawn, ">u8").reshape(-1, 4)
    return _places(np.lexsort(words.T[::-1]))


@dataclass(frozen=True, eq=False)
class Standings:
    """Where each wish stands before the lottery. W wishes, by candidate and post as in the wave.

    tier [W]: 1 goes first. score [W]: whole points, the higher goes first. who, post [W]: positions of the candidate and the
    post. draw [I]: the candidate's place in the lottery. names: the posts, whose order settles two wishes of one candidate
    that are equal in all else.
    """

    tier: Integers
    score: Integers
    who: np.ndarray
    post: np.ndarray
    draw: Integers
    names: Ids

    def keys(self, bonus: Integers | int = 0) -> Integers:
        """[W] The key of each wish, from 1, without gap; `bonus` is added to the scores."""
        return _places(np.argsort(self.packed(bonus))) + 1

    def packed(self, bonus: Integers | int = 0) -> Integers:
        """[W] The same order in larger numbers, found sooner. OverflowError where they would not fit 63 bits."""
        score = self.score + bonus
        highest, people, posts = int(score.max(initial=0)), len(self.draw), len(self.names)
        spread = highest - int(score.min(initial=0)) + 1
        if int(self.tier.max(initial=0) + 1) * spread * people * posts >= 2**63:
            raise OverflowError("too many tiers, points, candidates and posts for one whole number")
        first = self.tier * spread + (highest - score)
        return first * (people * posts) + self._after_score

    @cached_property
    def _after_score(self) -> Integers:
        """[W] What settles wishes of one tier and score, from 1: the lottery, then the post."""
        places = _places(in_order(self.names))
        return self.draw[self.who] * len(self.names) + places[self.post] + 1


def check_drawn(wave: Wave, seed: str, tier: Integers, score: Integers) -> None:
    """The keys follow tier, score and lottery. tier, score [W]. Two wishes of one candidate that are equal in all three may
    stand either way. Raises Refusal `order_not_drawn`.
    """
    draw = draws(seed, wave.candidates)[wave.who]
    drawn, keyed = np.lexsort((draw, -score, tier)), np.argsort(wave.key)
    stands = [column[keyed] == column[drawn] for column in (tier, score, draw)]
    for row in np.flatnonzero(~np.logical_and.reduce(stands))[:1]:
        one, other = (
            f"{wave.candidates[wave.who[wish]]}, {wave.posts[wave.wish[wish]]}" for wish in (keyed[row], drawn[row])
        )
        sentence = f"« {one} » a la clé de « {other} » : ce n’est pas l’ordre des points et du tirage."
        raise Refusal("order_not_drawn", sentence, field="key")


def _places(order: Integers) -> Integers:
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order))
    return places
