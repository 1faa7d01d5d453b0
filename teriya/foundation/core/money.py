"""Money: integers of the smallest unit, with their currency, and the lines they come from."""

from collections.abc import Sequence
from dataclasses import dataclass

NARROW = "\u202f"


def grouped(number: int) -> str:
    """60000 → "60 000", with narrow no-break spaces."""
    return f"{number:,}".replace(",", NARROW).replace("-", "−")


def amount(value: int, currency: str = "XOF") -> str:
    """60000 → "60 000 F"; another currency keeps its code."""
    return f"{grouped(value)}\u00a0{'F' if currency == 'XOF' else currency}"


@dataclass(frozen=True, slots=True)
class Line:
    """One explained line of an amount: "19 jours × 1 500 = 28 500 F"."""

    label: str
    quantity: int
    unit_amount: int
    source: str = ""

    @property
    def amount(self) -> int:
        return self.quantity * self.unit_amount

    def formula(self) -> str:
        return f"{self.label} : {grouped(self.quantity)} × {grouped(self.unit_amount)} = {amount(self.amount)}"


def total(lines: Sequence[Line]) -> int:
    return sum(line.amount for line in lines)


def split(value: int, weights: Sequence[int]) -> list[int]:
    """Share an amount by integer weights, to the franc: largest remainders first, then the earlier weight.

    Source: Hare–Niemeyer (largest remainder). The parts always sum to `value`.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be positive")
    parts = [value * weight // whole for weight in weights]
    rests = sorted(range(len(weights)), key=lambda i: (-(value * weights[i] % whole), i))
    for i in rests[: value - sum(parts)]:
        parts[i] += 1
    return parts
