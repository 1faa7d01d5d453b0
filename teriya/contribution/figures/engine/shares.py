"""Shares and means as they are printed: exact fractions, rounded once, the half away from zero."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor


def rounded(share: Fraction, decimals: int) -> str:
    """« 41,42 »: with the comma of French."""
    unit = 10**decimals
    whole, rest = divmod(floor(share * unit + Fraction(1, 2)), unit)
    return f"{whole},{rest:0{decimals}}" if decimals else str(whole)


def percents(parts: Sequence[int], decimals: int) -> list[str]:
    """Each part of their sum, in percents; none where the sum is nothing."""
    whole = sum(parts)
    return [rounded(Fraction(100 * part, whole), decimals) for part in parts] if whole else []
