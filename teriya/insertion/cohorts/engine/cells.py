"""Lines about people made safe to hand over: what few share is hidden, from the last of their marks to the first."""

from collections import Counter
from collections.abc import Sequence

HIDDEN = "*"


def suppressed(lines: Sequence[tuple[str, ...]], least: int) -> list[tuple[str, ...] | None]:
    """Each line's marks, so that every combination shown is shared by `least` lines; None: the line is left out.

    Marks come in the order in which they are worth keeping: the last is hidden first, for the lines whose combination is too
    rare; then the one before, among those that are still too rare.
    """
    shown: list[tuple[str, ...]] = list(lines)
    for place in reversed(range(len(lines[0]) if lines else 0)):
        rare = {cell for cell, number in Counter(shown).items() if number < least}
        shown = [cell[:place] + (HIDDEN,) * (len(cell) - place) if cell in rare else cell for cell in shown]
    numbers = Counter(shown)
    return [cell if numbers[cell] >= least else None for cell in shown]
