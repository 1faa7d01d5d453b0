"""The share-out of a savings group (partage): the same francs for each stamp, what cannot be divided to the solidarity box."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShareOut:
    """`stamp`: francs that each stamp gives. `parts`: francs of each member, in the order given. `rest`: francs for the solidarity box."""

    stamp: int
    parts: tuple[int, ...]
    rest: int


def share_out(francs: int, stamps: Sequence[int]) -> ShareOut:
    """Share whole francs by stamps: each stamp gives floor(francs ÷ stamps); the rest, less than a franc a stamp, goes to the box.

    One price for all: a member checks the own part with the own passbook, and two members with as many stamps receive as
    much. Raises ValueError without stamps, or for a negative number. Source: docs/algorithms/partage.md.
    """
    total = sum(stamps)
    if total <= 0 or francs < 0 or min(stamps) < 0:
        raise ValueError("a share-out needs stamps, and no negative number")
    stamp, rest = divmod(francs, total)
    return ShareOut(stamp, tuple(stamp * count for count in stamps), rest)
