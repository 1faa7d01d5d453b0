"""What a word of a name is searched by when it may be misspelt: keys that two spellings share, and how near they are."""

from enum import IntEnum

from rapidfuzz.distance import OSA

from .names import one_slip, sound


class Likeness(IntEnum):
    """How near a word of the register is to the word typed: points that add up over the words."""

    NONE = 0
    SLIP = 2
    SOUND = 4
    BEGINS = 5
    SAME = 6


def keys(word: str) -> list[str]:
    """The keys of a folded word: two words that are one slip apart, as written or as heard, share one.

    A slip is a letter lost, added, changed, or two neighbours swapped. Each key is the word, or its sound, without one
    of its letters: a letter changed is lost on both sides.
    """
    heard = sound(word)
    return sorted({word, heard, *_shorter(word), *_shorter(heard)} - {""})


def _shorter(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))} if len(word) > 2 else set()


def likeness(typed: str, word: str) -> Likeness:
    """How near two folded words are."""
    if typed == word:
        return Likeness.SAME
    if len(typed) > 1 and word.startswith(typed):
        return Likeness.BEGINS
    heard, other = sound(typed), sound(word)
    if heard == other:
        return Likeness.SOUND
    is_near = one_slip(typed, word) or one_slip(heard, other) or _short_slip(typed, word)
    return Likeness.SLIP if is_near else Likeness.NONE


def _short_slip(a: str, b: str) -> bool:
    """One slip in a word of two letters: Aa for Ama. A search may try what a comparison of records may not."""
    return min(len(a), len(b)) == 2 and OSA.distance(a, b, score_cutoff=1) <= 1
