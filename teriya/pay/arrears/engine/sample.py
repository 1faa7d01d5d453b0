"""The draw of a sample: anyone who has the seed and the file finds it again."""

import hashlib
from collections.abc import Sequence


def size(population: int, share: int, least: int) -> int:
    """`share` percent of the population, rounded up; `least` of them at least, and never more than there are."""
    return min(population, max(least, -(-population * share // 100)))


def draw(references: Sequence[str], seed: str, number: int) -> list[str]:
    """The orders whose SHA-256 of the seed followed by the reference (UTF-8) is the smallest, the smallest first."""
    return sorted(references, key=lambda reference: (_ticket(seed, reference), reference))[:number]


def _ticket(seed: str, reference: str) -> str:
    return hashlib.sha256((seed + reference).encode()).hexdigest()
