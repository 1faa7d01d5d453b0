"""Communes written by hand: "KPÉLÉ 1", " Kpele1", "Commune de Kpélé 1"."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.words import fold
from teriya.foundation.intake.engine.spelling import near

_PREFIX = re.compile(r"^(?:(?:commune|mairie|ville|prefecture) )?(?:de la |de |du |d |des )?")
_NAMED = 5  # places named in a refusal


@dataclass(frozen=True)
class Match:
    """`code` where one place is meant; else `candidates`, the codes of the places that it could be."""

    code: str | None
    candidates: tuple[str, ...] = ()


class PlaceIndex:
    """Finds a place by its name or an alias. One letter may be wrong, never the number: "Kpélé" alone is not Kpélé 1."""

    def __init__(self, places: Iterable[tuple[str, str, Sequence[str]]]):
        """`places`: (code, name, aliases)."""
        self._names: dict[str, str] = {}
        self._codes: dict[str, dict[str, list[str]]] = {}
        for code, name, aliases in places:
            self._names[code] = name
            for base, number in dict.fromkeys(_split(fold(written)) for written in (name, *aliases)):
                self._codes.setdefault(base, {}).setdefault(number, []).append(code)
        self.match = lru_cache(maxsize=10_000)(self._match)

    def read(self, text: str) -> str:
        """The code. Refuses `unknown_place`, or `which_place` with the names of the places that it could be."""
        found = self.match(text)
        if found.code:
            return found.code
        if not found.candidates:
            raise Refusal("unknown_place", f"« {text[:40]} » n’est pas une commune connue. Corrigez son nom.")
        names = ", ".join(self._names[code] for code in found.candidates[:_NAMED])
        raise Refusal("which_place", f"« {text[:40]} » peut désigner : {names}. Écrivez le nom entier.")

    def _match(self, text: str) -> Match:
        folded = fold(text)
        base, number = _split(folded)
        if base not in self._codes:
            base, number = _split(_PREFIX.sub("", folded, count=1))
        bases = [base] if base in self._codes else near(base, self._codes)
        exact = self._found(bases, lambda written: written == number)
        if len(exact) == 1:
            return Match(exact[0])
        return Match(None, exact or self._found(bases, lambda written: True))

    def _found(self, bases: Iterable[str], is_meant: Callable[[str], bool]) -> tuple[str, ...]:
        codes = (
            code for base in bases for number, codes in self._codes[base].items() if is_meant(number) for code in codes
        )
        return tuple(dict.fromkeys(codes))


def _split(folded: str) -> tuple[str, str]:
    """The name without spaces, and its number: "est mono 03" → ("estmono", "3")."""
    joined = folded.replace(" ", "")
    base = joined.rstrip("0123456789")
    return base, joined[len(base) :].lstrip("0")
