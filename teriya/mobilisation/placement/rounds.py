"""A round's frozen inputs, in the engine's terms: candidates by their number, posts by their reference."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.words import fold
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Application, Wave, Wish
from teriya.mobilisation.hosts.models import Host, Need, Seat
from teriya.mobilisation.hosts.needs import cost
from teriya.mobilisation.placement.engine import wave as engine
from teriya.mobilisation.placement.engine.order import Standing, strict_order
from teriya.mobilisation.placement.engine.whatif import what_if, without
from teriya.mobilisation.placement.models import Round


class Opening(NamedTuple):
    """A post as a round sees it: an approved need and its open, funded seats."""

    need: Need
    seats: list[Seat]

    @property
    def cell(self) -> str:
        """Domain and region: what a ceiling may limit."""
        return f"{self.need.host.domain}/{self.need.host.commune.region.code}"

    @property
    def payers(self) -> set[str]:
        return {seat.envelope.code for seat in self.seats}


@dataclass(frozen=True)
class Frozen:
    """What the matcher is given, the points of every ranked candidate, and the posts behind the references."""

    wave: engine.Wave
    points: dict[str, int]
    openings: dict[str, Opening]


def openings_of(wave: Wave, on: date) -> dict[str, Opening]:
    """By reference, the approved needs of a wave, of hosts accredited that day, with open and funded seats."""
    seats = Seat.objects.filter(need__waves=wave, need__state="approved", state="open", envelope__isnull=False)
    rows = seats.filter(need__host__in=Host.objects.accredited_on(on))
    found: dict[str, Opening] = {}
    for seat in rows.select_related("need__form", "need__host__commune__region", "envelope").order_by(
        "need__reference", "number"
    ):
        found.setdefault(seat.need.reference, Opening(seat.need, [])).seats.append(seat)
    return found


class Supply(NamedTuple):
    """What may be limited, in words, with the open funded seats of each: by cell and by envelope code."""

    cells: dict[str, tuple[str, int]]
    envelopes: dict[str, tuple[str, int]]


def supply_of(wave: Wave, on: date) -> Supply:
    """The domains, regions and envelopes of a wave's openings, in the order of their words."""
    cells, envelopes = {}, {}
    for opening in openings_of(wave, on).values():
        cells[opening.cell] = (label_of(opening.need), cells.get(opening.cell, ("", 0))[1] + len(opening.seats))
        for seat in opening.seats:
            code = seat.envelope.code
            envelopes[code] = (seat.envelope.title, envelopes.get(code, ("", 0))[1] + 1)
    return Supply(*(dict(sorted(found.items(), key=lambda item: fold(item[1][0]))) for found in (cells, envelopes)))


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
    standings, wishes, points = _ranked(wave, openings)
    frozen = engine.Wave(
        candidates=tuple(sorted(wishes)),
        posts={reference: engine.Post(len(opening.seats), cells[reference]) for reference, opening in openings.items()},
        cells={cell: ceilings.get(cell) for cell in cells.values()},
        lines={code: min(count, places.get(code, count)) for code, count in funded.items()},
        edges=tuple(sorted({(cells[reference], code) for reference, opening in openings.items() for code in opening.payers})),
        wishes=wishes, order=strict_order(standings, wave.seed),
    )  # fmt: skip
    return Frozen(frozen, points, openings)


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


def label_of(need: Need) -> str:
    """The words of a need's cell: Éducation · Plateaux."""
    return f"{rules.label('domain', need.host.domain)} · {need.host.commune.region.name}"


def _ranked(
    wave: Wave, openings: Mapping[str, Any]
) -> tuple[list[Standing], dict[str, tuple[str, ...]], dict[str, int]]:
    """Standings, eligible wishes in order, and points, of those who are ranked."""
    ranked = Application.objects.filter(wave=wave, state="ranked")
    points = dict(ranked.values_list("number", "ranking__points"))
    written = Wish.objects.filter(application__in=ranked, need__reference__in=list(openings)).order_by(
        "application", "rank"
    )
    standings: list[Standing] = []
    wishes: dict[str, tuple[str, ...]] = {}
    for number, has, post in written.values_list("application__number", "application__diploma", "need__reference"):
        if rules.diploma_rank(has) >= rules.diploma_rank(openings[post].need.diploma):
            wishes[number] = (*wishes.get(number, ()), post)
            standings.append(Standing(number, post, 1, points[number]))
    return standings, wishes, points


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


def pack(frozen: Frozen) -> dict:
    """The frozen inputs as JSON."""
    wave = frozen.wave
    return {
        "posts": {name: asdict(post) for name, post in wave.posts.items()}, "cells": wave.cells, "lines": wave.lines,
        "edges": [list(edge) for edge in wave.edges], "wishes": {who: list(posts) for who, posts in wave.wishes.items()},
        "order": [[candidate, post, key] for (candidate, post), key in wave.order.items()], "points": frozen.points,
    }  # fmt: skip


def unpack(round: Round) -> engine.Wave:
    """The inputs of a kept round, as the matcher read them."""
    kept = round.inputs
    return engine.Wave(
        candidates=tuple(sorted(kept["wishes"])),
        posts={name: engine.Post(**post) for name, post in kept["posts"].items()}, cells=kept["cells"], lines=kept["lines"],
        edges=tuple((cell, line) for cell, line in kept["edges"]),
        wishes={who: tuple(posts) for who, posts in kept["wishes"].items()},
        order={(candidate, post): key for candidate, post, key in kept["order"]},
    )  # fmt: skip


def result_of(round: Round, wave: engine.Wave) -> engine.Result:
    """The kept result of a round; a rank counts the possible wishes only, as the engine does (0 for a post not wished)."""
    placements = dict(round.placements.values_list("application__number", "need__reference"))
    ranks = {
        who: wave.wishes[who].index(post) + 1 if (who, post) in wave.order else 0 for who, post in placements.items()
    }
    cutoffs = {post: engine.Cutoff(key, cause) for post, (key, cause) in round.cutoffs.items()}
    return engine.Result(placements, cutoffs, round.manifest["digest"], ranks)


def remaining(
    round: Round, free: Mapping[str, int], held: Iterable[tuple[str, str]], waiting: Collection[str]
) -> engine.Wave:
    """The round's wave once more, for those who still wait: free seats by reference, limits less what is held.

    `held`: the post and the envelope of each seat that somebody has accepted or may still accept.
    """
    kept = unpack(round)
    held = list(held)
    in_cell = Counter(kept.posts[post].cell for post, _ in held)
    paid = Counter(code for _, code in held)
    return what_if(
        without(kept, kept.wishes.keys() - set(waiting)),
        seats={post: free.get(post, 0) for post in kept.posts},
        ceilings={cell: max(0, top - in_cell[cell]) for cell, top in kept.cells.items() if top is not None},
        places={code: max(0, places - paid[code]) for code, places in kept.lines.items()},
    )
