"""Who is on the list: the first by rank, with floors for regions and women; then the reserve. Anyone can redo it by hand."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
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
    kept = set(range(min(places, len(ranked))))
    counts = Counter(group for n in kept for group in ranked[n].groups)
    why: dict[int, str] = {}
    for group, floor in floors:
        while counts[group] < floor:
            comes = next((n for n, one in enumerate(ranked) if n not in kept and group in one.groups), None)
            leaves = next((n for n in _backwards(ranked, kept) if _is_spare(ranked[n], group, floors, counts)), None)
            if comes is None or leaves is None:
                break
            kept = kept - {leaves} | {comes}
            counts.update(ranked[comes].groups)
            counts.subtract(ranked[leaves].groups)
            why |= {comes: group, leaves: "displaced"}
    held = set([n for n in range(len(ranked)) if n not in kept][:reserve])
    return {
        one.number: Listed(ADMITTED if n in kept else RESERVE if n in held else LEFT, why.get(n, ""))
        for n, one in enumerate(ranked)
    }


def _backwards(ranked: Sequence[Ranked], kept: Set[int]) -> Iterator[int]:
    return (n for n in reversed(range(len(ranked))) if n in kept)


def _is_spare(one: Ranked, wanted: str, floors: Sequence[tuple[str, int]], counts: Mapping[str, int]) -> bool:
    """Whether someone may go: not of the group that is short, nor of one that would fall below its floor."""
    return wanted not in one.groups and all(counts[group] > floor for group, floor in floors if group in one.groups)
