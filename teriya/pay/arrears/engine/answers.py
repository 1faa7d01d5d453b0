"""What a payee's SMS says: yes, no, or a sum. Anything else is not an answer."""

import re
from collections.abc import Sequence

YES, NO = {"OUI", "YES", "O", "Y"}, {"NON", "NO", "N"}
_UNIT = re.compile(r"(F|FCFA|CFA|XOF|FRANCS?)\.?$")
_SUM = re.compile(r"\d{1,3}(?:[ .,\u00a0\u202f]?\d{3})*")
LEAST, LARGEST = 100, 10_000_000  # francs: a shorter number answers another question, a longer one is not a sum of pay


def answer_of(words: Sequence[str]) -> tuple[str, int | None] | None:
    """(« yes », « no » or « other », the sum of the last). « 28 500 F », « 28.500 » and « 28500 » are one sum."""
    if not words:
        return None
    first = words[0].strip(".,!")
    if first in YES and len(words) == 1:
        return "yes", None
    if first in NO:
        return "no", None
    rest = words[1:] if first in YES else words
    text = _UNIT.sub("", " ".join(rest)).strip()
    francs = int(re.sub(r"\D", "", text)) if _SUM.fullmatch(text) else None
    return (
        ("other", francs)
        if francs is not None and LEAST <= francs <= LARGEST
        else ("no", None)
        if text == "0"
        else None
    )
