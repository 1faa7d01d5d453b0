"""Words, choices, numbers and names written by hand."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.words import fold
from teriya.foundation.intake.engine.spelling import near

_WHOLE = re.compile(r"([+-]?[0-9]{1,15})(?:[.,]0{1,2})?")
_SCORE = re.compile(r"([0-9]{1,6}(?:[.,][0-9]{1,4})?)(?:/([0-9]{1,6}))?")
_MARRIED = {"epse", "epouse", "ep", "vve", "veuve"}
_BORN = {"nee"}


class Choices:
    """The codes that a column may hold, each with the words that offices write for it.

    Accents, case and punctuation do not count; one letter may be wrong where only one choice can be meant.
    """

    def __init__(self, labels: Mapping[str, Sequence[str]]):
        """`labels`: code → its words, the usual one first."""
        self.labels = labels
        self._codes = {fold(word): code for code, words in labels.items() for word in words}
        self.read = lru_cache(maxsize=1_000)(self._read)

    def _read(self, text: str) -> str:
        """The code. Refuses `unknown_choice`, naming the words accepted."""
        word = fold(text)
        codes = {self._codes[known] for known in ([word] if word in self._codes else near(word, self._codes))}
        if len(codes) != 1:
            accepted = ", ".join(words[0] for words in self.labels.values())
            raise Refusal("unknown_choice", f"« {text[:40]} » n’est pas proposé. Écrivez l’un de : {accepted}.")
        return codes.pop()


@dataclass(frozen=True, slots=True)
class Name:
    """`family` is the name at birth."""

    family: str
    given: str = ""
    married_name: str | None = None


def read_text(text: str) -> str:
    """One space between words."""
    return " ".join(text.split())


def read_int(text: str, *, minimum: int = 0, maximum: int | None = None) -> int:
    """ "12", "1 500", "12,0". Refuses `bad_number`: not whole, or out of bounds."""
    found = _WHOLE.fullmatch("".join(text.split()))
    number = int(found[1]) if found else None
    if number is None or number < minimum or (maximum is not None and number > maximum):
        most = "ou plus" if maximum is None else f"à {maximum}"
        raise Refusal("bad_number", f"« {text[:40]} » ne convient pas. Écrivez un nombre entier, {minimum} {most}.")
    return number


def read_score(text: str, maximum: int) -> Decimal:
    """ "14", "14,5", "14/20" where 20 is the maximum. Refuses `bad_score`."""
    found = _SCORE.fullmatch("".join(text.split()))
    score = Decimal(found[1].replace(",", ".")) if found and found[2] in (None, str(maximum)) else None
    if score is None or score > maximum:
        raise Refusal("bad_score", f"« {text[:40]} » ne convient pas. Écrivez une note de 0 à {maximum}.")
    return score


def read_family(text: str) -> Name:
    """A column of family names: "KAO épse TETEVI" was born KAO; "TETEVI née KAO" too. Refuses `bad_name`."""
    family, married = _maiden(_words(text))
    return Name(_upper(family), married_name=_upper(married) or None)


def read_given(text: str) -> str:
    """A column of given names: "YAOVI" → "Yaovi". Refuses `bad_name`."""
    return _capital(_words(text))


def clean_name(text: str) -> Name:
    """A family name and given names in one cell: the words in capitals are the family's, else the first word.

    "KAO Afi épse TETEVI" was born KAO and married TETEVI. Refuses `bad_name`.
    """
    birth, marriage = _maiden(_words(text))
    family, given = _capitals(birth)
    married, more = _capitals(marriage)
    return Name(_upper(family), _capital(given + more), _upper(married) or None)


def _words(text: str) -> list[str]:
    words = text.replace("’", "'").split()
    if not any(map(str.isalpha, text)) or any(map(str.isdigit, text)):
        raise Refusal("bad_name", f"« {text[:40]} » n’est pas un nom. Écrivez des lettres, sans chiffre.")
    return words


def _maiden(words: list[str]) -> tuple[list[str], list[str]]:
    """(words of the name at birth, words of the married name), by the word between them."""
    for i, word in enumerate(words[1:-1], start=1):
        if fold(word) in _MARRIED:
            return words[:i], words[i + 1 :]
        if fold(word) in _BORN:
            return words[i + 1 :], words[:i]
    return words, []


def _capitals(words: list[str]) -> tuple[list[str], list[str]]:
    family = [word for word in words if word.isupper()]
    if family:
        return family, [word for word in words if not word.isupper()]
    return words[:1], words[1:]


def _upper(words: list[str]) -> str:
    return " ".join(words).upper()


def _capital(words: list[str]) -> str:
    """Names all in capitals, or all small, get a capital at each part; others are left as they are."""
    return " ".join(word.title() if word.isupper() or word.islower() else word for word in words)
