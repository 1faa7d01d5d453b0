"""Who is on the list: the first by rank, with floors for regions and women; then the reserve. Anyone can redo it by hand."""

from collections.abc import Sequence
from typing import NamedTuple

ADMITTED, RESERVE, LEFT = "admitted", "reserve", "left"
WOMEN = "women"


class Ranked(NamedTuple):
    """A candidate in the order of the ranking, and the groups to which the person belongs: a region's code, `women`."""

    number: str
    groups: frozenset[str]


class Listed(NamedTuple):
    """`why`: the group for which the person came in, `displaced` for who made room, empty where the rank alone decides."""

    outcome: str
    why: str = ""


def women_wanted(percent: int, places: int) -> int:
    """The least number of women that reaches a share, upwards: 30 % of 25 places are 8."""
    return -(-percent * places // 100)


def select(
    ranked: Sequence[Ranked], places: int, reserve: int, floors: Sequence[tuple[str, int]]
) -> dict[str, Listed]:
    """N° → outcome. The first `places` by rank; then, floor by floor in the order given, the best placed of the group comes in
    and the last admitted whom no floor needs goes out, until the floor is met or nobody can be exchanged.
    """
    inside = list(range(min(places, len(ranked))))
    why: dict[int, str] = {}
    for group, floor in floors:
        while _count(ranked, inside, group) < floor:
            comes = next((n for n in range(len(ranked)) if n not in inside and group in ranked[n].groups), None)
            leaves = next((n for n in reversed(inside) if _is_spare(ranked, inside, n, group, floors)), None)
            if comes is None or leaves is None:
                break
            inside.remove(leaves)
            inside = sorted([*inside, comes])
            why |= {comes: group, leaves: "displaced"}
    kept = set(inside)
    outside = [n for n in range(len(ranked)) if n not in kept]
    held = set(outside[:reserve])
    return {
        one.number: Listed(ADMITTED if n in kept else RESERVE if n in held else LEFT, why.get(n, ""))
        for n, one in enumerate(ranked)
    }


def _count(ranked: Sequence[Ranked], inside: Sequence[int], group: str) -> int:
    return sum(group in ranked[n].groups for n in inside)


def _is_spare(
    ranked: Sequence[Ranked], inside: Sequence[int], n: int, wanted: str, floors: Sequence[tuple[str, int]]
) -> bool:
    """Whether someone may go: not of the group that is short, nor of one that would fall below its floor."""
    groups = ranked[n].groups
    return wanted not in groups and all(
        _count(ranked, inside, group) > floor for group, floor in floors if group in groups
    )
