"""The plan of a season: cycles first, single moves after them, and an imprint of what was read and found."""

import json
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain

from teriya.exchange.seasons.engine.board import Board
from teriya.exchange.seasons.engine.cycles import Cycle, traded
from teriya.exchange.seasons.engine.season import Move, Season
from teriya.exchange.seasons.engine.singles import single_moves


@dataclass(frozen=True)
class Plan:
    cycles: tuple[Cycle, ...]
    singles: tuple[Move, ...]

    @property
    def moves(self) -> tuple[Move, ...]:
        return (*chain(*self.cycles), *self.singles)


def planned(season: Season) -> Plan:
    """The one plan of a season, whatever the order in which its parts are given."""
    board = Board(season)
    return Plan(tuple(traded(board)), tuple(single_moves(board, season)))


def digest(season: Season, plan: Plan) -> str:
    """The imprint of a season and its plan: two agencies that computed the same have the same."""
    said = {
        "posts": sorted([*post.key, post.seats] for post in season.posts),
        "candidates": sorted([*one.key, one.rank, one.wishes] for one in season.candidates),
        "pairs": sorted([*pair, most] for pair, most in season.pairs.items()),
        "tolerance": season.tolerance, "seed": season.seed,
        "cycles": [[[*move.candidate, *move.post] for move in cycle] for cycle in plan.cycles],
        "singles": [[*move.candidate, *move.post] for move in plan.singles],
    }  # fmt: skip
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
