"""Lines about people made safe to hand over: what few share is hidden, from the last of their marks to the first."""

from collections import defaultdict
from collections.abc import Hashable, Sequence

HIDDEN = "*"


def suppressed(
    lines: Sequence[tuple[str, ...]], least: int, people: Sequence[Hashable] = ()
) -> list[tuple[str, ...] | None]:
    """Each line's marks, so that every combination shown is shared by `least` people; None: the line is left out.

    Marks come in the order in which they are worth keeping: the last is hidden first, for the lines whose combination is too
    rare; then the one before, among those that are still too rare. `people`: whose each line is; without it, each is another's.
    """
    whose = people or range(len(lines))
    shown: list[tuple[str, ...]] = list(lines)
    for place in reversed(range(len(lines[0]) if lines else 0)):
        rare = _rare(shown, whose, least)
        shown = [cell[:place] + (HIDDEN,) * (len(cell) - place) if cell in rare else cell for cell in shown]
    rare = _rare(shown, whose, least)
    return [None if cell in rare else cell for cell in shown]


def _rare(shown: Sequence[tuple[str, ...]], whose: Sequence[Hashable], least: int) -> set[tuple[str, ...]]:
    found: dict[tuple[str, ...], set[Hashable]] = defaultdict(set)
    for cell, person in zip(shown, whose, strict=True):
        found[cell].add(person)
    return {cell for cell, persons in found.items() if len(persons) < least}
