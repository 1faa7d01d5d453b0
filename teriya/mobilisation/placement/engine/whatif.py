"""The same wave with something changed, and what the change does to each person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.engine.wave import Result, Wave


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


def diff(before: Result, after: Result) -> Diff:
    """Compare two results by the rank of the wish obtained: a smaller rank gains, no place at all loses."""
    changes = Diff([], [], [])
    for candidate in sorted(before.placements.keys() | after.placements.keys()):
        change = Change(candidate, before.placements.get(candidate), after.placements.get(candidate))
        if change.before == change.after:
            changes.unchanged.append(candidate)
        elif change.before is None or (change.after is not None and after.ranks[candidate] < before.ranks[candidate]):
            changes.gains.append(change)
        else:
            changes.loses.append(change)
    return changes


def without(wave: Wave, withdrawn: Collection[str]) -> Wave:
    """The wave after some candidates withdraw; the keys of the others do not move."""
    return replace(
        wave,
        candidates=tuple(candidate for candidate in wave.candidates if candidate not in withdrawn),
        wishes={candidate: posts for candidate, posts in wave.wishes.items() if candidate not in withdrawn},
        order={pair: key for pair, key in wave.order.items() if pair[0] not in withdrawn},
    )


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
    seats, ceilings, places = seats or {}, ceilings or {}, places or {}
    for column, named, known in (
        ("post", seats, wave.posts),
        ("cell", ceilings, wave.cells),
        ("line", places, wave.lines),
    ):
        for name in named.keys() - known.keys():
            raise Refusal(f"unknown_{column}", f"« {name} » n’est pas dans cette vague : corrigez-le.", field=column)
    posts = {name: replace(wave.posts[name], seats=number) for name, number in seats.items()}
    return replace(
        wave, posts={**wave.posts, **posts}, cells={**wave.cells, **ceilings}, lines={**wave.lines, **places}
    )
