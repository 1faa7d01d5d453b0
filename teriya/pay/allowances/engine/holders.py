"""Whether the name on an account is the person's. Banks write names their way: transposed, cut short, spelt as heard.

Measured need: of 43 000 names sent to the banks of Ghana in 2014, 5 000 came back for transposed names and double numbers.
"""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum

from teriya.foundation.core.words import fold
from teriya.people.engine.names import one_slip, sound

# What a clerk writes around a name, never a part of it.
_TITLES = {
    "m",
    "mr",
    "mme",
    "mlle",
    "mademoiselle",
    "madame",
    "monsieur",
    "epse",
    "epouse",
    "ep",
    "nee",
    "ne",
    "veuve",
    "vve",
}
_ENOUGH = 2  # words in common: a family name alone is a whole village's


class Likeness(StrEnum):
    """`same`: the person's words, some perhaps missing. `close`: a letter off, or an initial: an eye decides. `other`: not the person."""

    SAME = "same"
    CLOSE = "close"
    OTHER = "other"


def compare(holder: str, person: str) -> Likeness:
    """The name on an account beside all the names of a person, married name included, in any order.

    One of the two may lack words that the other has; when each has a word that the other lacks, they are two people.
    """
    written, known = words(holder), words(person)
    written, known = _rejoined(written, known), _rejoined(known, written)
    most = min(len(written), len(known))
    found = 0
    for likeness, alike in ((Likeness.SAME, _heard), (Likeness.CLOSE, _nearly)):
        found += _take_pairs(written, known, alike)
        is_whole = not written or not known
        if most and is_whole and (found >= _ENOUGH or not (written or known)):
            return likeness
    return Likeness.OTHER


def words(name: str) -> list[str]:
    """The words of a name, folded: KOUDJO-Akpé épse D’ALMEIDA → koudjo, akpe, dalmeida."""
    plain = re.sub(r"['’]", "", name)
    return [word for word in fold(plain).split() if word not in _TITLES]


def _rejoined(words: Iterable[str], others: Iterable[str]) -> list[str]:
    """Two words that the other name writes in one are one: Jean Pierre beside Jeanpierre."""
    left, whole, joined = list(words), set(others), []
    while left:
        word = left.pop(0)
        if left and word not in whole and word + left[0] in whole:
            word += left.pop(0)
        joined.append(word)
    return joined


def _take_pairs(written: list[str], known: list[str], alike: Callable[[str, str], bool]) -> int:
    """Take out of both names the words that agree, one for one, those written the same first; how many."""
    taken = 0
    for agree in (str.__eq__, alike):
        for word in list(written):
            match = next((other for other in known if agree(word, other)), None)
            if match is not None:
                written.remove(word)
                known.remove(match)
                taken += 1
    return taken


def _heard(a: str, b: str) -> bool:
    return len(a) > 1 and len(b) > 1 and sound(a) == sound(b) != ""


def _nearly(a: str, b: str) -> bool:
    """One slip of the pen, or an initial."""
    return one_slip(a, b) or (1 in (len(a), len(b)) and a[0] == b[0])
