"""The funnel of a call: how many reached each stage, and the share of the one before and of the first. Integers: ten-thousandths."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """`passed`: of those of the stage before, per ten thousand; `overall`: of those of the first. None where there was nobody."""

    name: str
    people: int
    passed: int | None
    overall: int | None


def funnel(stages: Sequence[str], furthest: Mapping[str, int]) -> list[Stage]:
    """`furthest`: how many went as far as each stage and no further. Whoever reached a stage passed all those before it.

    72 applied, 40 eligible, 10 shortlisted, 1 retained: 55.56 %, 25 %, 10 %, and 1.39 % of all.
    """
    if unknown := furthest.keys() - set(stages):
        raise ValueError(f"not stages of this call: {sorted(unknown)}")
    reached = [sum(furthest.get(name, 0) for name in stages[rank:]) for rank in range(len(stages))]
    before = [None, *reached]
    return [
        Stage(name, people, share(people, former), share(people, reached[0]) if former is not None else None)
        for name, people, former in zip(stages, reached, before, strict=False)
    ]


def share(part: int, whole: int | None) -> int | None:
    """Per ten thousand, half up."""
    return (part * 20_000 + whole) // (2 * whole) if whole else None
