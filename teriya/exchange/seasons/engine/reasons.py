"""Why somebody is not served, and why a place stays free: found from the season and its plan alone."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from teriya.exchange.seasons.engine.plan import Plan
from teriya.exchange.seasons.engine.season import Candidate, Key, Post, Season, balance


class Cause(StrEnum):
    """Why a wish was not met; the first that holds for some wish is the one told."""

    BALANCE = "balance"  # the place is free, but taking it would leave the tolerance
    NUMBER = "number"  # the two agencies have reached the number between them
    FULL = "full"  # others have the place
    NOTHING = "nothing"  # no place that the candidate could wish


class Left(StrEnum):
    """Why a place stays free; the first that holds is the one told."""

    BALANCE = "balance"  # somebody waits for it, and taking it would leave the tolerance
    NUMBER = "number"
    ELSEWHERE = "elsewhere"  # all who wished it have another place
    NOBODY = "nobody"  # nobody wished it


@dataclass(frozen=True)
class Unserved:
    """`post`: the place concerned, the dearest of that cause."""

    candidate: Key
    cause: Cause
    post: Key | None


@dataclass(frozen=True)
class Free:
    post: Key
    seats: int
    cause: Left


def unserved(season: Season, plan: Plan) -> list[Unserved]:
    """Everybody whom the plan leaves, agency by agency in its own order, each with the reason closest to a place."""
    after, served = _After(season, plan), {move.candidate for move in plan.moves}
    waiting = sorted(
        (one for one in season.candidates if one.key not in served), key=lambda one: (one.agency, one.rank)
    )
    return [after.why(one) for one in waiting]  # fmt: skip


def free(season: Season, plan: Plan) -> list[Free]:
    """Every place that the plan leaves empty, each with its reason."""
    after, served = _After(season, plan), {move.candidate for move in plan.moves}
    wished: dict[Key, list[Candidate]] = {}
    for one in season.candidates:
        for wish in one.wishes:
            wished.setdefault(wish, []).append(one)
    empty = sorted((post for post in season.posts if after.seats[post.key]), key=lambda post: post.key)
    return [
        Free(post.key, after.seats[post.key], after.left(post, wished.get(post.key, []), served)) for post in empty
    ]


class _After:
    """What the plan leaves: seats, and numbers between two agencies."""

    def __init__(self, season: Season, plan: Plan) -> None:
        taken, gone = Counter(move.post for move in plan.moves), Counter(move.pair for move in plan.moves)
        self.seats = {post.key: post.seats - taken[post.key] for post in season.posts}
        self.pairs = {pair: most - gone[pair] for pair, most in season.pairs.items()}

    def cause(self, candidate: Candidate, wish: Key) -> Cause:
        if not self.seats[wish]:
            return Cause.FULL
        return Cause.BALANCE if self.pairs.get((candidate.agency, wish[0]), 0) else Cause.NUMBER

    def why(self, candidate: Candidate) -> Unserved:
        found = [(self.cause(candidate, wish), wish) for wish in candidate.wishes]
        for cause in Cause:
            for one, wish in found:
                if one == cause:
                    return Unserved(candidate.key, cause, wish)
        return Unserved(candidate.key, Cause.NOTHING, None)

    def left(self, post: Post, wished_by: list[Candidate], served: set[Key]) -> Left:
        waiting = {self.cause(one, post.key) for one in wished_by if one.key not in served}
        if Cause.BALANCE in waiting:
            return Left.BALANCE
        if waiting:
            return Left.NUMBER
        return Left.ELSEWHERE if wished_by else Left.NOBODY


def ledger(season: Season, plan: Plan) -> dict[str, tuple[int, int]]:
    """Sent and received, agency by agency."""
    sent, net = Counter(move.candidate[0] for move in plan.moves), balance(plan.moves)
    return {agency: (sent[agency], sent[agency] - net[agency]) for agency in season.agencies}
