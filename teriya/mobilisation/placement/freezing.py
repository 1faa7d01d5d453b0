"""A wave as it stands, frozen for the engine: candidates by their number, posts by their reference."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from django.utils.translation import gettext as _

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.hosts.needs import cost
from teriya.mobilisation.placement.asked import People, Wishes, people_of, wishes_of
from teriya.mobilisation.placement.engine import wave as engine
from teriya.mobilisation.placement.engine.ids import find, ids_of
from teriya.mobilisation.placement.engine.order import Standings, draws
from teriya.mobilisation.placement.engine.purse import Purse, Regions
from teriya.mobilisation.placement.openings import Held, Opening, funded_of, label_of, within_quotas
from teriya.mobilisation.placement.settings import Settings, require_known


@dataclass(frozen=True)
class Override:
    """A place that an officer gives, or refuses where post is empty, with the written reason."""

    application: int
    number: str
    post: str
    reason: str


@dataclass(frozen=True)
class Frozen:
    """What the matcher is given, what its numbers stand for, and the points of everyone ranked.

    applications, is_woman [I]; written [W]: of each wish the rank in the list that was written (impossible wishes counted).
    standings: where each wish stands before the lottery. points: by number, those who ask for nothing possible too.
    openings: by post. purse, regions: what PLAN is given, if it is asked. overrides: persons already taken out of the wave.
    held: by reference, the funded seats that accreditations hold back, which the matcher never sees.
    """

    wave: engine.Wave
    standings: Standings
    applications: np.ndarray
    is_woman: np.ndarray
    written: np.ndarray
    points: dict[str, int]
    openings: dict[str, Opening]
    purse: Purse
    regions: Regions | None
    overrides: list[Override]
    held: dict[str, Held]


def freeze(wave: Wave, settings: Settings, on: date) -> Frozen:
    """What a round is given: ranked applications, what each asks for, seats and funded places.

    A pair exists when the candidate's diploma reaches the post's. The order is: priority domains, the jury's points (given
    again in the host's order where a host ranks), then the wave's lottery.
    Refuses `no_funded_seat`, `quotas_full`, `unknown_setting`, `crossing_limits` (see `_cells`), and wrong overrides and host rankings.
    """
    openings, held = within_quotas(funded_of(wave, on), on)
    if not openings:
        raise _nothing_open(held)
    everybody = people_of(wave)
    overrides = _overrides(everybody, openings, settings)
    people = everybody.take(~np.isin(everybody.number, ids_of([one.number for one in overrides])))
    draw = draws(wave.lottery, people.number)
    wishes = wishes_of(wave, people, openings, settings, draw)
    money = _money(openings, settings, Counter(one.post for one in overrides if one.post))
    return _frozen(everybody, people, wishes, draw, openings, money, settings, overrides, held)


def _nothing_open(held: Mapping[str, Held]) -> Refusal:
    if held:
        return Refusal(
            "quotas_full", _("Les structures de cette vague ont déjà tous les volontaires que leur agrément permet.")
        )
    return Refusal(
        "no_funded_seat", _("Aucune place financée n’est ouverte dans cette vague : financez des places d’abord.")
    )


class _Money(NamedTuple):
    """Seats left by post, the cell of each post, ceilings by cell, lines (envelope and cost), places by line, budgets."""

    seats: dict[str, int]
    cell_of: dict[str, str]
    cells: dict[str, int | None]
    lines: dict[str, tuple[str, int]]
    places: dict[str, int]
    edges: list[tuple[str, str]]
    budgets: dict[str, int]


def _money(openings: Mapping[str, Opening], settings: Settings, taken: Counter[str]) -> _Money:
    funded = Counter(seat.envelope.code for opening in openings.values() for seat in opening.seats)
    require_known(settings.ceilings, {opening.cell for opening in openings.values()})
    require_known(settings.regions, {opening.need.host.commune.region.code for opening in openings.values()})
    for named in (settings.places, settings.budgets):
        require_known(named, funded)
    limited = set(settings.budgets) | {
        code for code, count in funded.items() if settings.places.get(code, count) < count
    }
    costs = {reference: cost(opening.need) for reference, opening in openings.items()}
    cells = _cells(openings, settings, limited, costs)
    lines, places, edges, held = {}, Counter[str](), set(), Counter[str]()
    budgets = {code: settings.budgets.get(code, 0) for code in funded}
    for reference, opening in openings.items():
        for number, seat in enumerate(opening.seats):
            code = seat.envelope.code
            line = f"{code}/{costs[reference]}" if settings.is_planned else code
            lines[line] = (code, costs[reference])
            edges.add((cells[reference], line))
            if number < taken[reference]:  # a seat given by an officer is spent before the match
                held[code] += costs[reference]
            else:
                places[line] += 1
            budgets[code] += 0 if code in settings.budgets else costs[reference]
    places = {
        line: min(places[line], settings.places.get(code, places[line])) for line, (code, _cost) in lines.items()
    }
    tops = {cell: settings.ceilings.get("/".join(cell.split("/")[:2])) for cell in cells.values()}
    for reference, count in taken.items():
        top = tops[cells[reference]]
        tops[cells[reference]] = None if top is None else max(0, top - count)
    seats = {reference: len(opening.seats) - taken[reference] for reference, opening in openings.items()}
    left = {code: max(0, budget - held[code]) for code, budget in budgets.items()}
    return _Money(seats, cells, tops, lines, places, sorted(edges), left)


def _cells(
    openings: Mapping[str, Opening], settings: Settings, limited: set[str], costs: Mapping[str, int]
) -> dict[str, str]:
    """Each post's cell: its domain and region; its envelope where that one is limited; its cost where money is planned.

    A seat keeps its envelope, so a limited envelope pays its own posts only. Where it shares a need, or a cell under a
    ceiling, with another one, the two limits cross and no fair result need exist: refused. So are a ceiling and posts of
    several costs, where a plan shares the money out.
    """
    sharing: dict[str, set[str]] = {}
    for opening in openings.values():
        sharing.setdefault(opening.cell, set()).update(opening.payers)
    dear = {cell: {costs[r] for r, opening in openings.items() if opening.cell == cell} for cell in sharing}
    cells = {}
    for reference, opening in openings.items():
        capped = opening.cell in settings.ceilings
        payers = sharing[opening.cell] if capped else opening.payers
        if (payers & limited and len(payers) > 1) or (capped and settings.is_planned and len(dear[opening.cell]) > 1):
            raise Refusal(
                "crossing_limits",
                _(
                    "%(need)s : plusieurs enveloppes y paient les mêmes places, dont une limitée. "
                    "Retirez la limite de l’enveloppe ou le plafond."
                )
                % {"need": label_of(opening.need)},
                field="settings",
            )
        cells[reference] = opening.cell
        if payers & limited and not capped:
            cells[reference] += f"/{min(payers)}"
        if settings.is_planned and not capped:
            cells[reference] += f"/{costs[reference]}"
    return cells


def _frozen(
    everybody: People, people: People, wishes: Wishes, draw: np.ndarray, openings: Mapping[str, Opening], money: _Money,
    settings: Settings, overrides: list[Override], held: Mapping[str, Held],
) -> Frozen:  # fmt: skip
    asks = np.unique(wishes.who)
    who = np.searchsorted(asks, wishes.who)
    posts, cells, lines = ids_of(openings), ids_of(dict.fromkeys(money.cells)), ids_of(money.lines)
    standings = Standings(
        tier=_tiers(openings, settings)[wishes.post], score=_scores(people, wishes, openings, settings), who=who,
        post=wishes.post, draw=draw[asks], names=posts,
    )  # fmt: skip
    ends = [
        find(names, ids_of([edge[side] for edge in money.edges]), "cell", "")
        for side, names in ((0, cells), (1, lines))
    ]
    return Frozen(
        wave=engine.Wave(
            candidates=people.number[asks], posts=posts, cells=cells, lines=lines,
            seats=np.array(list(money.seats.values()), np.int64),
            cell=find(cells, ids_of(money.cell_of.values()), "cell", ""),
            ceiling=np.array([engine.NOBODY if top is None else top for top in money.cells.values()], np.int64),
            places=np.array([money.places[line] for line in money.lines], np.int64), edges=np.stack(ends, axis=1),
            first=np.searchsorted(who, np.arange(len(asks) + 1)), wish=wishes.post, key=standings.keys(),
        ),
        standings=standings, applications=people.pk[asks], is_woman=people.is_woman[asks], written=wishes.rank,
        points=dict(zip(everybody.number.tolist(), everybody.points.tolist(), strict=True)), openings=dict(openings),
        purse=_purse(money), regions=_regions(money, openings, settings), overrides=overrides, held=dict(held),
    )  # fmt: skip


def _tiers(openings: Mapping[str, Opening], settings: Settings) -> np.ndarray:
    """[J] 1 for the posts of priority domains, which go first where money or a ceiling is shared."""
    return np.array(
        [1 if opening.need.host.domain in settings.domains else 2 for opening in openings.values()], np.int64
    )


def _scores(people: People, wishes: Wishes, openings: Mapping[str, Opening], settings: Settings) -> np.ndarray:
    """[W] The jury's points. Where a host ranks candidates, the points of those it ranks are given again in its order."""
    score = people.points[wishes.who].copy()
    require_known(settings.host_ranks, openings)
    place = {reference: number for number, reference in enumerate(openings)}
    for reference, numbers in settings.host_ranks.items():
        ranked = find(people.number, ids_of(numbers), "candidate", _("un classement de structure"))
        rows = np.flatnonzero((wishes.post == place[reference]) & np.isin(wishes.who, ranked))
        if len(rows) != len(numbers):
            said = _("%(need)s : la structure classe des personnes qui ne l’ont pas demandée, ou deux fois la même.")
            raise Refusal("host_rank_unwished", said % {"need": reference}, field="host_ranks")
        place_of = dict(zip(ranked.tolist(), range(len(ranked)), strict=True))
        order = np.argsort([place_of[who] for who in wishes.who[rows].tolist()]) if len(rows) else rows
        score[rows[order]] = np.sort(score[rows])[::-1]
    return score


def _purse(money: _Money) -> Purse:
    funders = ids_of(money.budgets)
    return Purse(
        lines=ids_of(money.lines), cost=np.array([francs for _, francs in money.lines.values()], np.int64),
        funder=find(funders, ids_of([code for code, _ in money.lines.values()]), "funder", ""), funders=funders,
        budget=np.array(list(money.budgets.values()), np.int64),
    )  # fmt: skip


def _regions(money: _Money, openings: Mapping[str, Opening], settings: Settings) -> Regions | None:
    if not settings.regions:
        return None
    names = sorted({opening.need.host.commune.region.code for opening in openings.values()})
    limits = [settings.regions.get(name) or [0, None] for name in names]
    return Regions(
        names=ids_of(names), region=find(ids_of(names), ids_of([cell.split("/")[1] for cell in money.cells]), "region", ""),
        floor=np.array([least or 0 for least, _ in limits], np.int64),
        ceiling=np.array([engine.NOBODY if most is None else most for _, most in limits], np.int64),
    )  # fmt: skip


def _overrides(people: People, openings: Mapping[str, Opening], settings: Settings) -> list[Override]:
    """The places that an officer gives or refuses. The gates stay: a ranked person, a funded seat, the diploma."""
    place = dict(zip(people.number.tolist(), range(len(people.pk)), strict=True))
    found = []
    for number, post, reason in settings.overrides:
        if number not in place:
            raise Refusal(
                "unknown_candidate", _("N° %(n)s n’est pas classé dans cette vague.") % {"n": number}, field="number"
            )
        if post:
            require_known({post: ""}, openings)
            need = openings[post].need
            if people.diploma[place[number]] < rules.diploma_rank(need.diploma):
                said = _("N° %(n)s n’a pas le diplôme que %(post)s demande.") % {"n": number, "post": post}
                raise Refusal("override_diploma", said, field="post")
        found.append(Override(int(people.pk[place[number]]), number, post, reason))
    for post, count in Counter(one.post for one in found if one.post).items():
        if count > len(openings[post].seats):
            raise Refusal("override_seats", _("%(post)s n’a plus de place financée.") % {"post": post}, field="post")
    return found
