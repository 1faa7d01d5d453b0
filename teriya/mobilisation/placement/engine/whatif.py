"""The same wave with something changed, and what the change does to each person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from teriya.mobilisation.placement.engine.ids import find, ids_of
from teriya.mobilisation.placement.engine.wave import NOBODY, Integers, Result, Wave


@dataclass(frozen=True, slots=True)
class Change:
    """A person whose outcome differs; None is not placed."""

    candidate: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Diff:
    """Who gains, who loses, and who keeps the same post; whoever is placed in neither result is in none of them."""

    gains: list[Change]
    loses: list[Change]
    unchanged: list[str]


Outcomes = Mapping[str, tuple[str, int]]  # candidate → post and rank of the wish


def outcomes(result: Result) -> dict[str, tuple[str, int]]:
    """What each placed candidate obtained: the post and the rank of the wish."""
    return {who: (post, result.ranks[who]) for who, post in result.placements.items()}


def diff(before: Outcomes, after: Outcomes) -> Diff:
    """Compare two results by the rank of the wish obtained: a smaller rank gains, no place at all loses."""
    changes = Diff([], [], [])
    nothing = (None, 0)
    for candidate in sorted(before.keys() | after.keys()):
        (old, old_rank), (new, new_rank) = before.get(candidate, nothing), after.get(candidate, nothing)
        if old == new:
            changes.unchanged.append(candidate)
        elif old is None or (new is not None and new_rank < old_rank):
            changes.gains.append(Change(candidate, old, new))
        else:
            changes.loses.append(Change(candidate, old, new))
    return changes


def without(wave: Wave, withdrawn: Collection[str]) -> Wave:
    """The wave after some candidates withdraw; the keys of the others do not move."""
    stays = ~np.isin(wave.candidates.astype(np.str_), ids_of(withdrawn).astype(np.str_))
    wishes = stays[wave.who]
    counts = np.diff(wave.first)[stays]
    return replace(
        wave, candidates=wave.candidates[stays], first=np.concatenate([[0], np.cumsum(counts)]),
        wish=wave.wish[wishes], key=wave.key[wishes],
    )  # fmt: skip


def what_if(
    wave: Wave,
    *,
    seats: Mapping[str, int] | None = None,
    ceilings: Mapping[str, int | None] | None = None,
    places: Mapping[str, int] | None = None,
) -> Wave:
    """The wave with other seats by post, ceilings by cell or funded places by line; what is not named stays.

    Raises Refusal for an unknown post, cell or line.
    """
    tops = {cell: NOBODY if top is None else top for cell, top in (ceilings or {}).items()}
    return replace(
        wave,
        seats=_changed(wave.posts, wave.seats, seats or {}, "post"),
        ceiling=_changed(wave.cells, wave.ceiling, tops, "cell"),
        places=_changed(wave.lines, wave.places, places or {}, "line"),
    )


def _changed(names: np.ndarray, values: Integers, changes: Mapping[str, int], column: str) -> Integers:
    if not changes:
        return values
    changed = values.copy()
    changed[find(names, ids_of(changes), column, "un réglage")] = list(changes.values())
    return changed
