"""Slips of the pen: a letter wrong, missing, extra, or two swapped."""

from collections.abc import Collection

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST = 4  # a shorter word is too near to others for a slip to be told from another word


def near(word: str, known: Collection[str], slips: int = 1) -> list[str]:
    """The known words within that many slips of `word`. Digits must be the same: "choix 1" is not near "choix 2"."""
    if len(word) < _SHORTEST:
        return []
    digits = _digits(word)
    found = process.extract(word, list(known), scorer=OSA.distance, score_cutoff=slips, limit=None)
    return [other for other, *_ in found if len(other) >= _SHORTEST and _digits(other) == digits]


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))
