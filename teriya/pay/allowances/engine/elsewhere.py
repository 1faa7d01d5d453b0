"""Who is also in the pay list of another programme: by the same paper, the same names and birth, the same telephone or account.

Pure: what lists say in, a code and its sentence out. Sets are built once a month; each volunteer is then looked up.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from teriya.people.engine.names import sound

# Days that an office writes when it knows the year alone: they bring nobody together.
UNKNOWN_DAYS = ((1, 1), (12, 31))
_MET = 2  # names that sound the same, beside the same number, for one person and not a household


class Other(NamedTuple):
    """A line of a list. `words`: of all the names, folded. `paper`: folded. `numbers`: digits of the telephone or account."""

    programme: str
    words: tuple[str, ...]
    born_on: date | None = None
    paper: str = ""
    numbers: str = ""


class Elsewhere:
    """The lists of a month, ready to be asked about each volunteer."""

    def __init__(self, others: Iterable[Other]) -> None:
        self._papers: dict[str, Other] = {}
        self._births: dict[tuple, Other] = {}
        self._numbers: dict[str, list[Other]] = defaultdict(list)
        for other in others:
            if other.paper:
                self._papers.setdefault(other.paper, other)
            if other.born_on and _is_known(other.born_on):
                self._births.setdefault((other.born_on, _heard(other.words)), other)
            if other.numbers:
                self._numbers[other.numbers].append(other)

    def of(
        self, words: tuple[str, ...], born_on: date | None, papers: Iterable[str], numbers: Iterable[str]
    ) -> tuple[str, str] | None:
        """(code of the sign, sentence), or None when no list has this person. What is surest is said."""
        for paper in papers:
            if other := self._papers.get(paper):
                return _said(other, "même pièce d’identité")
        if born_on and (other := self._births.get((born_on, _heard(words)))):
            return _said(other, "mêmes noms, même naissance")
        found = [other for number in dict.fromkeys(numbers) for other in self._numbers.get(number, ())]
        if mine := next((other for other in found if _meet(words, other.words)), None):
            return _said(mine, "même téléphone ou compte, mêmes noms")
        if found:
            return (
                "number_elsewhere",
                f"Son téléphone ou son compte reçoit aussi la paie de « {found[0].programme} » : un autre nom.",
            )
        return None


def _said(other: Other, how: str) -> tuple[str, str]:
    return "paid_elsewhere", f"Aussi payé ce mois-ci par « {other.programme} » : {how}."


def _is_known(day: date) -> bool:
    return (day.month, day.day) not in UNKNOWN_DAYS


def _heard(words: Iterable[str]) -> tuple[str, ...]:
    """As they sound, in whatever order they are written."""
    return tuple(sorted(map(sound, words)))


def _meet(words: Iterable[str], others: Iterable[str]) -> bool:
    """Two names in common, or one that is all that either has."""
    mine, theirs = set(_heard(words)), set(_heard(others))
    return len(mine & theirs) >= min(_MET, len(mine), len(theirs)) > 0
