"""Reports drawn at random so that anybody can draw them again, and how far what was sent is from what the registers say."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


def key(seed: str, report: int) -> str:
    """SHA-256 of the seed followed by the number of the report: the smallest come out first."""
    return hashlib.sha256(f"{seed}{report}".encode()).hexdigest()


def digest(population: Iterable[int]) -> str:
    """SHA-256 of the numbers in order, one a line: whoever holds the list can check it."""
    return hashlib.sha256("".join(f"{report}\n" for report in sorted(population)).encode()).hexdigest()


def draw(population: Iterable[int], seed: str, size: int) -> list[int]:
    """The `size` reports with the smallest keys, the smallest first."""
    return sorted(population, key=lambda report: key(seed, report))[:size]


@dataclass(frozen=True, slots=True)
class Deviation:
    """An indicator over the sample: what was sent, what the registers say, how many reports agree to the unit."""

    indicator: str
    sent: int
    found: int
    reports: int
    exact: int

    @property
    def per_mille(self) -> int | None:
        """(sent − found) ÷ found, in thousandths, rounded to the nearest, halves away from zero; None when registers say nothing."""
        if not self.found:
            return 0 if not self.sent else None
        gap = self.sent - self.found
        size = (2000 * abs(gap) + self.found) // (2 * self.found)
        return size if gap >= 0 else -size


def deviations(sent: Sequence[tuple[int, str, int]], found: Mapping[tuple[int, str], int]) -> list[Deviation]:
    """Each indicator in the order it comes: (report, indicator, sum sent) beside what the register of that report says.

    A count without a register seen is left out of both sums.
    """
    rows: dict[str, list[tuple[int, int]]] = {}
    for report, indicator, amount in sent:
        if (report, indicator) in found:
            rows.setdefault(indicator, []).append((amount, found[report, indicator]))
    return [
        Deviation(code, sum(a for a, _f in pairs), sum(f for _a, f in pairs), len(pairs), sum(a == f for a, f in pairs))
        for code, pairs in rows.items()
    ]  # fmt: skip
