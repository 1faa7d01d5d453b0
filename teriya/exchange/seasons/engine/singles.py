"""Single moves: after the cycles, one at a time, while no agency leaves the tolerance."""

from collections import Counter
from hashlib import sha256

from teriya.exchange.seasons.engine.board import Board
from teriya.exchange.seasons.engine.season import Move, Season


def lot(seed: str, agency: str) -> str:
    """The drawn place of an agency among equals: whoever knows the seed finds it again."""
    return sha256(f"{seed}{agency}".encode()).hexdigest()


def single_moves(board: Board, season: Season) -> list[Move]:
    """Moves of nobody in return, each to the dearest post left where both agencies stay within the tolerance.

    Next sends whoever is the most behind (has sent the least beyond what it received), then the smallest lot; of its candidates,
    the first in its own order who can go.
    """
    net: Counter[str] = Counter()
    moves: list[Move] = []
    lots = {agency: lot(season.seed, agency) for agency in season.agencies}
    while move := _next(board, net, lots, season.tolerance):
        moves.append(move)
        net[move.candidate[0]] += 1
        net[move.post[0]] -= 1
    return moves


def _next(board: Board, net: Counter[str], lots: dict[str, str], tolerance: int) -> Move | None:
    for agency in sorted(lots, key=lambda one: (net[one], lots[one])):
        if net[agency] == tolerance:
            return None  # those that follow have sent as much
        for candidate in board.waiting[agency]:
            if post := board.best(candidate, lambda host: net[host] > -tolerance):
                return board.take(candidate, post)
    return None
