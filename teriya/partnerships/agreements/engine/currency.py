"""Currencies: sums in the smallest unit of each, turned into whole francs, and what a change of rate makes of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from teriya.foundation.core.money import NARROW, grouped

NO_DECIMALS = frozenset({"XOF", "XAF", "GNF", "JPY"})  # ISO 4217: every other currency here has two


def decimals(currency: str) -> int:
    return 0 if currency in NO_DECIMALS else 2


def francs(minor: int, rate: Decimal, currency: str) -> int:
    """A sum in the smallest unit × francs a unit, to the nearest franc, half a franc going up. Exact: no floating point."""
    exact = Fraction(minor) * Fraction(rate) / 10 ** decimals(currency)
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def written(minor: int, currency: str) -> str:
    """1250050 EUR → "12 500,50 EUR"; francs as everywhere else."""
    if not decimals(currency):
        return f"{grouped(minor)}\u00a0{'F' if currency == 'XOF' else currency}"
    whole, cents = divmod(abs(minor), 100)
    return f"{'−' if minor < 0 else ''}{whole:,}".replace(",", NARROW) + f",{cents:02}\u00a0{currency}"


@dataclass(frozen=True, slots=True)
class Booked:
    """A sum that came in, in francs: what the bank gave, what it settles of the call, and the difference of change."""

    cash: int
    cleared: int

    @property
    def exchange(self) -> int:
        """A gain when positive, a loss when negative."""
        return self.cash - self.cleared


def book(before: int, minor: int, rate: Decimal, called_at: Decimal, currency: str) -> Booked:
    """One sum received on a tranche called at `called_at`, of which `before` had come already.

    What is settled is the difference of two totals, so that the parts of a tranche settle its call to the franc.
    """
    cleared = francs(before + minor, called_at, currency) - francs(before, called_at, currency)
    return Booked(francs(minor, rate, currency), cleared)


def book_all(parts: Sequence[tuple[int, Decimal]], called_at: Decimal, currency: str) -> list[Booked]:
    """(sum, rate) of everything that came on one tranche, in order."""
    found, before = [], 0
    for minor, rate in parts:
        found.append(book(before, minor, rate, called_at, currency))
        before += minor
    return found
