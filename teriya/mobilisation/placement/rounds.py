"""A round's frozen inputs, in the engine's terms: candidates by their number, posts by their reference."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.hosts.models import Need, Seat
from teriya.mobilisation.placement.engine import wave as engine
from teriya.mobilisation.placement.engine.order import Standing, strict_order
from teriya.mobilisation.placement.models import Round


def posts_of(wave: Wave) -> dict[str, tuple[Need, list[Seat]]]:
    """The approved needs of a wave that still have funded, open seats, by reference."""
    seats = Seat.objects.filter(need__waves=wave, need__state="approved", state="open", envelope__isnull=False)
    found: dict[str, tuple[Need, list[Seat]]] = {}
    for seat in seats.select_related("need__host__commune__region", "envelope").order_by("need__reference", "number"):
        found.setdefault(seat.need.reference, (seat.need, []))[1].append(seat)
    return found


def cell_of(need: Need) -> str:
    """Domain and region: what a ceiling may limit."""
    return f"{need.host.domain}/{need.host.commune.region.code}"


def freeze(wave: Wave, settings: Mapping[str, Any]) -> engine.Wave:
    """What the matcher is given: ranked applications, their eligible wishes, seats and funded places.

    A pair exists when the candidate's diploma reaches the post's. The order is the jury's points, then the wave's lottery.
    `settings`: {"ceilings": {cell: persons}, "places": {envelope code: persons}}; what is not named is not limited.
    """
    posts = posts_of(wave)
    if not posts:
        raise Refusal(
            "no_funded_seat", "Aucune place financée n’est ouverte dans cette vague : financez des places d’abord."
        )
    standings, wishes = _wishes(wave, posts)
    cells, places, edges = {}, {}, set()
    for need, seats in posts.values():
        cells[cell_of(need)] = settings.get("ceilings", {}).get(cell_of(need))
        for seat in seats:
            code = seat.envelope.code
            places[code] = places.get(code, 0) + 1
            edges.add((cell_of(need), code))
    unknown = set(settings.get("ceilings", {})) - set(cells) | set(settings.get("places", {})) - set(places)
    if unknown:
        raise Refusal(
            "unknown_setting", f"Réglage inconnu dans cette vague : {', '.join(sorted(unknown))}.", field="settings"
        )
    places = {code: min(count, settings.get("places", {}).get(code, count)) for code, count in places.items()}
    return engine.Wave(
        candidates=tuple(sorted(wishes)),
        posts={reference: engine.Post(len(seats), cell_of(need)) for reference, (need, seats) in posts.items()},
        cells=cells, lines=places, edges=tuple(sorted(edges)), wishes=wishes, order=strict_order(standings, wave.seed),
    )  # fmt: skip


def _wishes(wave: Wave, posts: Mapping[str, Any]) -> tuple[list[Standing], dict[str, tuple[str, ...]]]:
    ranked = (
        Application.objects.filter(wave=wave, state="ranked")
        .select_related("ranking")
        .prefetch_related("wishes__need")
    )
    standings, wishes = [], {}
    for application in ranked:
        level = rules.diploma_rank(application.diploma)
        wished = [
            wish.need.reference for wish in application.wishes.all()
            if wish.need.reference in posts and level >= rules.diploma_rank(wish.need.diploma)
        ]  # fmt: skip
        if wished:
            wishes[application.number] = tuple(wished)
            standings += [Standing(application.number, post, 1, application.ranking.points) for post in wished]
    return standings, wishes


def pack(frozen: engine.Wave) -> dict:
    """The frozen inputs as JSON."""
    return {
        "posts": {name: asdict(post) for name, post in frozen.posts.items()}, "cells": frozen.cells, "lines": frozen.lines,
        "edges": [list(edge) for edge in frozen.edges], "wishes": {who: list(posts) for who, posts in frozen.wishes.items()},
        "order": [[candidate, post, key] for (candidate, post), key in frozen.order.items()],
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


def result_of(round: Round) -> engine.Result:
    """The kept result of a round."""
    rows = round.placements.values_list("application__number", "need__reference", "wish_rank")
    return engine.Result(
        placements={number: reference for number, reference, _ in rows},
        cutoffs={post: engine.Cutoff(key, cause) for post, (key, cause) in round.cutoffs.items()},
        digest=round.manifest["digest"], ranks={number: rank for number, _, rank in rows},
    )  # fmt: skip
