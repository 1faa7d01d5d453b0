"""A round's frozen inputs, in the engine's terms: candidates by their number, posts by their reference."""

import io
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from django.utils.translation import gettext as _

from teriya.foundation.core.columns import read_columns
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Application, Wave, Wish
from teriya.mobilisation.hosts.models import Need, Seat
from teriya.mobilisation.hosts.needs import cost
from teriya.mobilisation.placement.engine import check
from teriya.mobilisation.placement.engine import wave as engine
from teriya.mobilisation.placement.engine.files import obtained_by
from teriya.mobilisation.placement.engine.ids import find, ids_of, in_order
from teriya.mobilisation.placement.engine.order import Standings, draws
from teriya.mobilisation.placement.engine.whatif import what_if, without
from teriya.mobilisation.placement.models import Round
from teriya.mobilisation.placement.openings import Opening, label_of, openings_of


@dataclass(frozen=True)
class Frozen:
    """What the matcher is given, what its numbers stand for, and the points of everyone ranked.

    applications [I], written [W]: of each candidate, of each wish the rank in the list that was written (impossible wishes
    counted). points: by number, those who ask for nothing possible too. openings: by post.
    """

    wave: engine.Wave
    applications: np.ndarray
    written: np.ndarray
    points: dict[str, int]
    openings: dict[str, Opening]


def lock(wave: Wave) -> None:
    """Hold what a decision rests on: until the transaction ends, no candidate withdraws and no seat changes hands."""
    list(Application.objects.select_for_update().filter(wave=wave).order_by("pk").values_list("pk"))
    list(Seat.objects.select_for_update(of=("self",)).filter(need__waves=wave).order_by("pk").values_list("pk"))


def freeze(wave: Wave, settings: Mapping[str, Any], on: date) -> Frozen:
    """What the matcher is given: ranked applications, their eligible wishes, seats and funded places.

    A pair exists when the candidate's diploma reaches the post's. The order is the jury's points, then the wave's lottery.
    `settings`: {"ceilings": {cell: persons}, "places": {envelope code: persons}}; what is not named is not limited.
    Refuses `no_funded_seat`, `unknown_setting`, and `crossing_limits` (see `_cells`).
    """
    openings = openings_of(wave, on)
    if not openings:
        raise Refusal(
            "no_funded_seat", _("Aucune place financée n’est ouverte dans cette vague : financez des places d’abord.")
        )
    ceilings, places = settings.get("ceilings", {}), settings.get("places", {})
    funded = Counter(seat.envelope.code for opening in openings.values() for seat in opening.seats)
    _require_known(ceilings, {opening.cell for opening in openings.values()})
    _require_known(places, funded)
    cells = _cells(openings, ceilings, {code for code, count in funded.items() if places.get(code, count) < count})
    return _frozen(
        wave, openings, _Limits(
            cells={cell: ceilings.get(cell) for cell in cells.values()},
            lines={code: min(count, places.get(code, count)) for code, count in funded.items()},
            cell_of=cells,
        ),
    )  # fmt: skip


class _Limits(NamedTuple):
    """Ceilings by cell, places by line, and the cell of each post."""

    cells: dict[str, int | None]
    lines: dict[str, int]
    cell_of: dict[str, str]


def _frozen(wave: Wave, openings: Mapping[str, Opening], limits: _Limits) -> Frozen:
    people, wishes = _ranked(wave), _wished(wave, openings)
    names = {kind: ids_of(of) for kind, of in (("post", openings), ("cell", limits.cells), ("line", limits.lines))}
    wishes = _possible(people, wishes, openings)
    asks = np.unique(wishes.who)
    who = np.searchsorted(asks, wishes.who)
    candidates = people.number[asks]
    standings = Standings(
        tier=np.ones(len(who), np.int64), score=people.points[wishes.who], who=who, post=wishes.post,
        draw=draws(wave.lottery, candidates), names=names["post"],
    )  # fmt: skip
    edges = sorted(
        {(limits.cell_of[reference], code) for reference, opening in openings.items() for code in opening.payers}
    )
    cell, line = (ids_of([edge[side] for edge in edges]) for side in (0, 1))
    return Frozen(
        wave=engine.Wave(
            candidates=candidates, posts=names["post"], cells=names["cell"], lines=names["line"],
            seats=np.array([len(opening.seats) for opening in openings.values()], np.int64),
            cell=find(names["cell"], ids_of([limits.cell_of[post] for post in openings]), "cell", ""),
            ceiling=np.array([check.ceiling(top, name) for name, top in limits.cells.items()], np.int64),
            places=np.array(list(limits.lines.values()), np.int64),
            edges=np.stack([find(names["cell"], cell, "cell", ""), find(names["line"], line, "line", "")], axis=1),
            first=np.searchsorted(who, np.arange(len(asks) + 1)), wish=wishes.post, key=standings.keys(),
        ),
        applications=people.pk[asks], written=wishes.rank, openings=dict(openings),
        points=dict(zip(people.number.tolist(), people.points.tolist(), strict=True)),
    )  # fmt: skip


class _People(NamedTuple):
    """Those who are ranked, in the order of their numbers: 2 before 10."""

    pk: np.ndarray
    number: np.ndarray
    points: np.ndarray
    diploma: np.ndarray


class _Wishes(NamedTuple):
    """Wishes by candidate then rank: positions among the people, positions of posts, ranks as written."""

    who: np.ndarray
    post: np.ndarray
    rank: np.ndarray


def _ranked(wave: Wave) -> _People:
    rows = list(
        Application.objects.filter(wave=wave, state="ranked").values_list("pk", "number", "ranking__points", "diploma")
    )
    pk, number, points, diploma = zip(*rows, strict=True) if rows else ((), (), (), ())
    ranks = {code: rules.diploma_rank(code) for code in set(diploma)}
    people = _People(np.array(pk, np.int64), ids_of(number), np.array(points, np.int64),
                     np.array([ranks[code] for code in diploma], np.int64))  # fmt: skip
    order = in_order(people.number)
    return _People(*(column[order] for column in people))


def _wished(wave: Wave, openings: Mapping[str, Opening]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Application, need and rank of every wish for an open post."""
    needs = [opening.need.pk for opening in openings.values()]
    rows = Wish.objects.filter(application__wave=wave, application__state="ranked", need__in=needs)
    application, need, rank = read_columns(rows.order_by(), "application_id", "need_id", "rank")
    return application, need, rank


def _possible(
    people: _People, wished: tuple[np.ndarray, np.ndarray, np.ndarray], openings: Mapping[str, Opening]
) -> _Wishes:
    """The wishes whose diploma the candidate has."""
    application, need, rank = wished
    if not len(application):
        nothing = np.empty(0, np.int64)
        return _Wishes(nothing, nothing, nothing)
    who = find(people.pk, application, "candidate", "")
    post = find(np.array([opening.need.pk for opening in openings.values()], np.int64), need, "post", "")
    asked = np.array([rules.diploma_rank(opening.need.diploma) for opening in openings.values()], np.int64)
    keep = people.diploma[who] >= asked[post]
    who, post, rank = who[keep], post[keep], rank[keep]
    order = np.lexsort((rank, who))
    return _Wishes(who[order], post[order], rank[order])


def _require_known(named: Mapping[str, int], known: Any) -> None:
    for name in sorted(named.keys() - set(known)):
        raise Refusal(
            "unknown_setting",
            _("« %(name)s » n’est pas dans cette vague : retirez ce réglage.") % {"name": name},
            field="settings",
        )


def _cells(openings: Mapping[str, Opening], ceilings: Mapping[str, int], limited: set[str]) -> dict[str, str]:
    """Each post's cell: its domain and region, and its envelope where that one is limited.

    A seat keeps its envelope, so a limited envelope pays its own posts only. Where it shares a need, or a cell under a
    ceiling, with another one, the two limits cross and no fair result need exist: refused.
    """
    sharing: dict[str, set[str]] = {}
    for opening in openings.values():
        sharing.setdefault(opening.cell, set()).update(opening.payers)
    cells = {}
    for reference, opening in openings.items():
        capped = opening.cell in ceilings
        payers = sharing[opening.cell] if capped else opening.payers
        if payers & limited and len(payers) > 1:
            raise Refusal(
                "crossing_limits",
                _(
                    "%(need)s : plusieurs enveloppes y paient les mêmes places, dont une limitée. "
                    "Retirez la limite de l’enveloppe ou le plafond."
                )
                % {"need": label_of(opening.need)},
                field="settings",
            )
        cells[reference] = f"{opening.cell}/{min(payers)}" if payers & limited and not capped else opening.cell
    return cells


def money(openings: Mapping[str, Opening], result: engine.Result) -> dict[str, dict]:
    """Per envelope, places and francs used and funded; the seats of a need are taken in the order of their numbers."""
    placed, used = Counter(result.placements.values()), {}
    for reference, opening in openings.items():
        francs = cost(opening.need)
        for taken, seat in enumerate(opening.seats, 1):
            line = used.setdefault(
                seat.envelope.code, {"title": seat.envelope.title, "places": 0, "francs": 0, "funded": 0, "of": 0}
            )
            line["funded"] += 1
            line["of"] += francs
            if taken <= placed[reference]:
                line["places"] += 1
                line["francs"] += francs
    return used


def pack(frozen: Frozen) -> bytes:
    """The frozen inputs as a compressed .npz: the columns of the wave, and what its numbers stand for."""
    wave, written = frozen.wave, io.BytesIO()
    columns = {name: getattr(wave, name) for name in engine.Wave.__dataclass_fields__}
    ranked = {"ranked": ids_of(frozen.points), "points": np.array(list(frozen.points.values()), np.int64)}
    np.savez_compressed(written, **columns, applications=frozen.applications, written=frozen.written, **ranked)
    return written.getvalue()


@dataclass(frozen=True)
class Kept:
    """A kept round read back: the wave, the result, the applications of its candidates, the ranks as written, the points."""

    wave: engine.Wave
    result: engine.Result
    applications: np.ndarray
    written: np.ndarray
    points: dict[str, int]


def unpack(round: Round) -> Kept:
    """The inputs and the result of a kept round, as the matcher read and gave them."""
    with np.load(io.BytesIO(round.inputs)) as kept:
        columns = {name: kept[name] for name in kept.files}
    wave = engine.Wave(**{name: columns[name] for name in engine.Wave.__dataclass_fields__})
    points = dict(zip(columns["ranked"].tolist(), columns["points"].tolist(), strict=True))
    return Kept(
        wave, result_of(round, wave, columns["applications"]), columns["applications"], columns["written"], points
    )


def result_of(round: Round, wave: engine.Wave, applications: np.ndarray) -> engine.Result:
    """The kept result of a round under the inputs of a wave; a post not wished there is seen by the certificate."""
    application, need = read_columns(round.placements.order_by(), "application_id", "need_id")
    references = dict(Need.objects.filter(pk__in=np.unique(need).tolist()).values_list("pk", "reference"))
    post = find(wave.posts, ids_of([references[pk] for pk in need.tolist()]), "post", "")
    wish = obtained_by(wave, find(applications, application, "candidate", ""), post)
    cutoffs = [round.cutoffs[name] for name in wave.posts.tolist()]
    key = np.array([engine.NOBODY if key is None else key for key, _ in cutoffs], np.int64)
    cause = np.array([engine.CAUSES.index(cause) for _, cause in cutoffs], np.int8)
    return engine.Result(wave, wish, key, cause, round.manifest["digest"])


def remaining(
    kept: Kept, free: Mapping[str, int], held: Iterable[tuple[str, str]], waiting: Collection[str]
) -> engine.Wave:
    """The round's wave once more, for those who still wait: free seats by reference, limits less what is held.

    `held`: the post and the envelope of each seat that somebody has accepted or may still accept.
    """
    wave, held = kept.wave, list(held)
    cell_of = dict(zip(wave.posts.tolist(), wave.cells[wave.cell].tolist(), strict=True))
    in_cell, paid = Counter(cell_of[post] for post, _ in held), Counter(code for _, code in held)
    tops = dict(zip(wave.cells.tolist(), wave.ceiling.tolist(), strict=True))
    places = dict(zip(wave.lines.tolist(), wave.places.tolist(), strict=True))
    return what_if(
        without(wave, set(wave.candidates.tolist()) - set(waiting)),
        seats={post: free.get(post, 0) for post in cell_of},
        ceilings={cell: max(0, top - in_cell[cell]) for cell, top in tops.items() if top != engine.NOBODY},
        places={code: max(0, count - paid[code]) for code, count in places.items()},
    )
