"""What a season's messages hold: their shapes, and the way between an entry or a plan and its plain form."""

from collections.abc import Mapping
from typing import Any

from teriya.exchange.seasons.engine.entries import Entry, Line, Place, season_of
from teriya.exchange.seasons.engine.plan import Plan, digest, planned
from teriya.exchange.seasons.engine.season import Move
from teriya.exchange.seasons.engine.season import Season as Game

Content = dict[str, Any]
MOST_AGENCIES, MOST_LINES, MOST_SEATS, MOST_BETWEEN = 20, 100, 100, 1000

TEXT = {"type": "string", "minLength": 1, "maxLength": 160}
CODE = {"type": "string", "minLength": 2, "maxLength": 20}
NUMBER = {"type": "string", "minLength": 1, "maxLength": 12}
BETWEEN = {"type": "integer", "minimum": 0, "maximum": MOST_BETWEEN}


def _list(of: Mapping, most: int, least: int = 0) -> Content:
    return {"type": "array", "items": of, "maxItems": most, "minItems": least}


def _object(**names: Mapping) -> Content:
    return {"type": "object", "required": list(names), "properties": names}


PROFILES = _list({"type": "string", "minLength": 1, "maxLength": 80}, 40, 1)
ENTRY = _object(
    lines=_list(_object(number=NUMBER, profiles=PROFILES, agencies=_list(CODE, MOST_AGENCIES)), MOST_LINES),
    places=_list(_object(number=NUMBER, profile=TEXT, seats={"type": "integer", "minimum": 1, "maximum": MOST_SEATS}), MOST_LINES),
    numbers={"type": "object", "additionalProperties": _object(**{"out": BETWEEN, "in": BETWEEN})},
)  # fmt: skip
MOVE = {"type": "array", "items": {"type": "string"}, "minItems": 4, "maxItems": 4}
DIGEST = {"type": "string", "minLength": 64, "maxLength": 64}

CONVENE = _object(
    name=TEXT, profiles=PROFILES, tolerance={"type": "integer", "minimum": 0, "maximum": 20}, closes_on={"type": "string", "format": "date"},
    agencies=_list(_object(code=CODE, name=TEXT, country={"type": "string", "maxLength": 2}), MOST_AGENCIES, 2),
)  # fmt: skip
PROPOSE = _object(
    version={"type": "integer", "minimum": 1, "maximum": 1000}, entries={"type": "object", "additionalProperties": ENTRY},
    cycles=_list(_list(MOVE, MOST_AGENCIES, 2), MOST_AGENCIES * MOST_LINES), singles=_list(MOVE, MOST_AGENCIES * MOST_LINES), digest=DIGEST,
)  # fmt: skip
CONFIRM = _object(
    digest={"type": "string", "maxLength": 64},
    is_confirmed={"type": "boolean"},
    reason={"type": "string", "maxLength": 300},
)
CLOSE = _object(
    is_settled={"type": "boolean"},
    digest={"type": "string", "maxLength": 64},
    reason={"type": "string", "maxLength": 300},
)


def entry_of(agency: str, said: Content) -> Entry:
    """An entry as the engine reads it."""
    return Entry(
        agency,
        tuple(Line(one["number"], tuple(one["profiles"]), tuple(one["agencies"])) for one in said["lines"]),
        tuple(Place(one["number"], one["profile"], one["seats"]) for one in said["places"]),
        {other: each["out"] for other, each in said["numbers"].items()},
        {other: each["in"] for other, each in said["numbers"].items()},
    )


def entries_of(said: Mapping[str, Content]) -> list[Entry]:
    return [entry_of(agency, entry) for agency, entry in sorted(said.items())]


def game_of(entries: Mapping[str, Content], *, tolerance: int, seed: str) -> Game:
    """The season of some entries. Raises ValueError where a number is there twice, or a profile."""
    return season_of(entries_of(entries), tolerance=tolerance, seed=seed)


def proposal(entries: Mapping[str, Content], *, version: int, tolerance: int, seed: str) -> Content:
    """The plan of some entries, in the plain form that another agency computes again."""
    game = game_of(entries, tolerance=tolerance, seed=seed)
    plan = planned(game)
    return {
        "version": version, "entries": dict(entries), "digest": digest(game, plan),
        "cycles": [[[*move.candidate, *move.post] for move in cycle] for cycle in plan.cycles],
        "singles": [[*move.candidate, *move.post] for move in plan.singles],
    }  # fmt: skip


def plan_of(said: Content) -> Plan:
    """The plan that a proposal tells."""
    cycles = tuple(tuple(map(_move, cycle)) for cycle in said["cycles"])
    return Plan(cycles, tuple(map(_move, said["singles"])))


def _move(said: list[str]) -> Move:
    home, number, host, post = said
    return Move((home, number), (host, post))
