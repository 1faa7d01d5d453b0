"""How far money depends on one source: shares, the largest, and the Herfindahl–Hirschman index.

Source: Herfindahl (1950), Hirschman (1945); the index of the United States' merger guidelines, on 10 000.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from teriya.foundation.core.money import split

WHOLE = 10_000  # hundredths of a per cent; also the index of a single source


@dataclass(frozen=True)
class Concentration:
    """`shares`: key → hundredths of a per cent, which sum to 10 000. `index`: sum of squared shares, from 0 to 10 000."""

    total: int
    shares: Mapping
    largest: object | None
    index: int


def concentration(francs: Mapping) -> Concentration:
    """Of what each source gave. What gave nothing, or less, is left out; nothing at all has no index but 0."""
    given = {key: value for key, value in francs.items() if value > 0}
    total = sum(given.values())
    if not total:
        return Concentration(0, {}, None, 0)
    parts = split(WHOLE, list(given.values()))
    squares = sum(value * value for value in given.values())
    largest = max(given, key=lambda key: (given[key], str(key)))
    index = (WHOLE * squares * 2 + total * total) // (2 * total * total)  # rounded to the nearest
    return Concentration(total, dict(zip(given, parts, strict=True)), largest, index)
