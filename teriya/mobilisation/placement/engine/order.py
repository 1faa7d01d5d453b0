"""The published strict order: priority tier, then score, then one public lottery for all posts."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from teriya.mobilisation.placement.engine.wave import Pair


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a candidate stands at a wished post: tier 1 goes first, then the higher score, in whole points."""

    candidate: str
    post: str
    tier: int
    score: int


def lottery(seed: str, candidate: str) -> str:
    """The draw of a candidate: SHA-256 of the seed followed by the candidate's id (UTF-8), the smaller goes first.

    The seed is committed before the deadline; anyone can redo the draw.
    """
    return hashlib.sha256((seed + candidate).encode()).hexdigest()


def strict_order(standings: Iterable[Standing], seed: str) -> dict[Pair, int]:
    """Keys from 1 for every standing; two posts of one candidate, equal in all else, follow the post's id."""
    standings = list(standings)
    draws = {candidate: lottery(seed, candidate) for candidate in {standing.candidate for standing in standings}}

    def before(standing: Standing) -> tuple[int, int, str, str, str]:
        return (standing.tier, -standing.score, draws[standing.candidate], standing.candidate, standing.post)

    ordered = sorted(standings, key=before)
    return {(standing.candidate, standing.post): key for key, standing in enumerate(ordered, 1)}
