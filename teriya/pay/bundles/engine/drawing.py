"""Drawing lines at random, so that anybody can draw them again: docs/algorithms/tirage.md."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from teriya.foundation.core.money import grouped, split


@dataclass(frozen=True, slots=True)
class Unit:
    """One line of the population, its francs, its centre."""

    line: int
    net: int
    centre: str


@dataclass(frozen=True, slots=True)
class Drawn:
    line: int
    stratum: str


def key(seed: str, line: int) -> str:
    """SHA-256 of the seed followed by the number of the line: the smallest come out first."""
    return hashlib.sha256(f"{seed}{line}".encode()).hexdigest()


def digest(population: Sequence[Unit]) -> str:
    """SHA-256 of the population as its file writes it: a line « number;francs;centre » each, by number."""
    rows = sorted(population, key=lambda unit: unit.line)
    return hashlib.sha256("".join(f"{u.line};{u.net};{u.centre}\n" for u in rows).encode()).hexdigest()


def simple(population: Sequence[Unit], seed: str, size: int) -> list[Drawn]:
    """The `size` lines with the smallest keys, the smallest first."""
    rows = sorted(population, key=lambda unit: key(seed, unit.line))
    return [Drawn(unit.line, "") for unit in rows[:size]]


def stratified(population: Sequence[Unit], seed: str, size: int) -> list[Drawn]:
    """Each stratum (centre, up to the median sum or above) gives its share of `size`, by largest remainders; simple within.

    The order is that of the strata, by name.
    """
    middle = median(population)
    strata: dict[str, list[Unit]] = {}
    for unit in population:
        strata.setdefault(f"{unit.centre} · {'≤' if unit.net <= middle else '>'} {grouped(middle)}", []).append(unit)
    names = sorted(strata)
    shares = split(size, [len(strata[name]) for name in names])
    return [
        Drawn(one.line, name)
        for name, share in zip(names, shares, strict=True) for one in simple(strata[name], seed, share)
    ]  # fmt: skip


def median(population: Sequence[Unit]) -> int:
    """The sum that half of the lines do not exceed: the lower of the two in the middle."""
    return sorted(unit.net for unit in population)[(len(population) - 1) // 2]


METHODS = {"simple": simple, "stratified": stratified}
