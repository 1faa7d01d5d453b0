"""The plan of a season of 12 agencies, 500 candidates and 400 posts, beside the most that any plan in balance could reach.

Controls: the same without a ledger (each takes the dearest place left), which must break the balance; and the same two agencies
at a time, as agreements do today.
"""

import random
import statistics
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from bench import measure as table
from bench.measure import most, shown, timed
from teriya.exchange.seasons.engine import bound
from teriya.exchange.seasons.engine.entries import Entry, Line, Place, season_of
from teriya.exchange.seasons.engine.plan import Plan, digest, planned
from teriya.exchange.seasons.engine.season import Move, Season, balance

AGENCIES, CANDIDATES, POSTS, COUNTRIES, SEED = 12, 500, 400, 4, 10
PROFILES = [f"profil {number}" for number in range(20)]
SECONDS, ROUNDS, SHUFFLES = 1, 5, 20


def show() -> None:
    shown(measure())


def measure() -> list[table.Line]:
    exact = season()
    lines = []
    for words, one in (("équilibre exact", exact), ("tolérance de 2", replace(exact, tolerance=2))):
        plan, limit = planned(one), bound.most(one)
        spent = statistics.median(timed(lambda one=one: planned(one), 1) for _ in range(ROUNDS))
        lines += [
            table.Line("", f"{words} : le plan", f"{spent:.3f} s", aim=f"≤ {SECONDS} s", is_reached=spent <= SECONDS),
            table.Line("", "sa borne par un flot", f"{timed(lambda one=one: bound.most(one), 1):.3f} s"),
            table.Line("", "volontaires servis", f"{len(plan.moves)}", f"{limit}", f"{100 * len(plan.moves) / limit:.0f} %", "≤ borne", len(plan.moves) <= limit),
            most("", "plus grand |envoyés − reçus|", _gap(plan.moves), one.tolerance, ""),
            most("", f"autres résultats, lignes mêlées {SHUFFLES} fois", len(_digests(one)) - 1, 0, ""),
        ]  # fmt: skip
    ours, paired, limit = planned(exact).moves, _by_pairs(exact), bound.most(exact)
    blind = _without_a_ledger(exact)
    return [
        *lines,
        table.Line("", "servis dans leur premier pays", f"{_first_country(exact, ours)} %"),
        table.Line(
            "",
            "contrôle, deux agences à la fois : servis",
            f"{len(paired)}",
            f"{limit}",
            f"{100 * len(paired) / limit:.0f} %",
        ),
        table.Line("", "servis dans leur premier pays", f"{_first_country(exact, paired)} %"),
        table.Line(
            "", "contrôle, sans registre : |envoyés − reçus|", f"{_gap(blind)}", aim="> 2", is_reached=_gap(blind) > 2
        ),
    ]


def season() -> Season:
    """Agencies of uneven size and fame; two out of three pairs of them have an agreement, with a number each way.

    A candidate can do one or two of 20 profiles, and would go to four countries: the famous more often, in an order of one's own.
    """
    chance = random.Random(SEED)
    codes = [f"{number:02}" for number in range(AGENCIES)]
    size, fame = ([chance.uniform(1, 4) for _ in codes] for _ in range(2))
    places: dict[str, list[Place]] = {code: [] for code in codes}
    lines: dict[str, list[Line]] = {code: [] for code in codes}
    for number, code in enumerate(chance.choices(codes, size, k=POSTS)):
        places[code].append(Place(f"P{number}", chance.choice(PROFILES), 1))
    for number, code in enumerate(chance.choices(codes, size, k=CANDIDATES)):
        abroad = sorted(
            (chance.random() ** (1 / weight), other)
            for other, weight in zip(codes, fame, strict=True)
            if other != code
        )
        profiles = tuple(chance.sample(PROFILES, chance.choice((1, 1, 2))))
        lines[code].append(Line(f"C{number}", profiles, tuple(other for _, other in abroad[-COUNTRIES:][::-1])))
    numbers: dict[str, dict[str, int]] = {code: {} for code in codes}
    for one, other in combinations(codes, 2):
        if chance.random() < 2 / 3:
            numbers[one][other] = numbers[other][one] = chance.randint(4, 16)
    entries = [Entry(code, tuple(lines[code]), tuple(places[code]), numbers[code], numbers[code]) for code in codes]
    return season_of(entries, tolerance=0, seed=str(SEED))


def _gap(moves: Sequence[Move]) -> int:
    return max(map(abs, balance(moves).values()), default=0)


def _digests(one: Season) -> set[str]:
    """The imprints of the plan, its parts given in other orders."""
    chance = random.Random(SEED)
    found = {digest(one, planned(one))}
    for _ in range(SHUFFLES):
        mixed = replace(
            one,
            posts=tuple(chance.sample(one.posts, POSTS)),
            candidates=tuple(chance.sample(one.candidates, CANDIDATES)),
        )
        found.add(digest(mixed, planned(mixed)))
    return found  # fmt: skip


def _first_country(one: Season, moves: Sequence[Move]) -> int:
    """Percent of the served who go where they wished most."""
    wishes = {candidate.key: candidate.wishes for candidate in one.candidates}
    return 100 * sum(move.post[0] == wishes[move.candidate][0][0] for move in moves) // len(moves)


def _by_pairs(one: Season) -> list[Move]:
    """Served when agencies exchange two by two, pair after pair, each with what the pairs before left."""
    served: list[Move] = []
    for pair in combinations(one.agencies, 2):
        plan: Plan = planned(_left(one, served, pair))
        served += plan.moves
    return served


def _left(one: Season, served: list[Move], pair: tuple[str, ...]) -> Season:
    gone, taken = {move.candidate for move in served}, {move.post for move in served}
    posts = tuple(replace(post, seats=0) if post.key in taken else post for post in one.posts)
    waiting = tuple(candidate for candidate in one.candidates if candidate.key not in gone)
    return replace(
        one,
        posts=posts,
        candidates=waiting,
        pairs={way: number for way, number in one.pairs.items() if set(way) == set(pair)},
    )


def _without_a_ledger(one: Season) -> list[Move]:
    """Everybody in turn takes the dearest place left: nobody looks at what an agency sent and received."""
    taken: set[tuple[str, str]] = set()
    moves = []
    for candidate in sorted(one.candidates, key=lambda one: one.rank):
        if post := next((wish for wish in candidate.wishes if wish not in taken), None):
            taken.add(post)
            moves.append(Move(candidate.key, post))
    return moves
