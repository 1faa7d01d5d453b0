"""What is left of a season while it is planned: seats, numbers between agencies, candidates in the order of their agency."""

from collections.abc import Callable

from teriya.exchange.seasons.engine.season import Candidate, Key, Move, Season


class Board:
    def __init__(self, season: Season) -> None:
        self.seats = {post.key: post.seats for post in season.posts}
        self.pairs = dict(season.pairs)
        self.waiting: dict[str, list[Candidate]] = {agency: [] for agency in season.agencies}
        for candidate in sorted(season.candidates, key=lambda one: one.rank):
            self.waiting[candidate.agency].append(candidate)

    def best(self, candidate: Candidate, may_receive: Callable[[str], bool]) -> Key | None:
        """The dearest wish that has a seat, at an agency that may receive and to which the own one may still send."""
        for wish in candidate.wishes:
            if self.seats[wish] and self.pairs.get((candidate.agency, wish[0]), 0) and may_receive(wish[0]):
                return wish
        return None

    def take(self, candidate: Candidate, post: Key) -> Move:
        move = Move(candidate.key, post)
        self.seats[post] -= 1
        self.pairs[move.pair] -= 1
        self.waiting[candidate.agency].remove(candidate)
        return move
