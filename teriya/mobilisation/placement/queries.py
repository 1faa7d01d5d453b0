"""What a kept round says: who is where, and why."""

from collections.abc import Iterator

from teriya.mobilisation.placement import rounds
from teriya.mobilisation.placement.models import Round


def points_of_keys(round: Round) -> dict[int, int]:
    """Engine key → points of the candidate who holds it: cutoffs are told in points, which people know."""
    points = dict(round.wave.applications.filter(ranking__isnull=False).values_list("number", "ranking__points"))
    return {key: points[number] for number, _, key in round.inputs["order"]}


def unplaced_wishes(round: Round) -> Iterator[tuple[str, str, int, int | str, str]]:
    """For every wish of a ranked person whom the round left without a post: N°, post, points, cutoff in points, cause.

    The cause is the post's (seats, ceiling, money), or `diploma` when the post asks more than the candidate has.
    """
    points = points_of_keys(round)
    placed = set(round.placements.values_list("application__number", flat=True))
    keys = {(number, post): key for number, post, key in round.inputs["order"]}
    ranked = round.wave.applications.filter(ranking__isnull=False).exclude(number__in=placed)
    for application in ranked.select_related("ranking").prefetch_related("wishes__need"):
        for wish in application.wishes.all():
            reference, mine = wish.need.reference, application.ranking.points
            if (application.number, reference) not in keys:
                yield application.number, reference, mine, "", "diploma" if reference in round.inputs["posts"] else "closed"
                continue
            key, cause = round.cutoffs[reference]
            yield application.number, reference, mine, points.get(key, ""), cause
