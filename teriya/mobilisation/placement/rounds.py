"""What is kept of a round: its frozen inputs and its result, written once and read back as the matcher had them."""

import io
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.hosts.models import Host, Seat
from teriya.mobilisation.hosts.needs import cost
from teriya.mobilisation.placement.engine import wave as engine
from teriya.mobilisation.placement.engine.files import obtained_by
from teriya.mobilisation.placement.engine.ids import find, ids_of
from teriya.mobilisation.placement.engine.reserves import reserved_name
from teriya.mobilisation.placement.engine.whatif import what_if, without
from teriya.mobilisation.placement.freezing import Frozen
from teriya.mobilisation.placement.models import Placement, Round
from teriya.mobilisation.placement.openings import Opening
from teriya.mobilisation.placement.solving import Solved

_COLUMNS = tuple(engine.Wave.__dataclass_fields__)


@dataclass(frozen=True)
class Kept:
    """A kept round read back. result: with its wave. applications [I]: of the candidates. written, tier, score [W]: of each
    wish the rank that was written, the priority and the points that count there. points: by number, of everyone ranked."""

    result: engine.Result
    applications: np.ndarray
    written: np.ndarray
    tier: np.ndarray
    score: np.ndarray
    points: dict[str, int]

    @property
    def wave(self) -> engine.Wave:
        return self.result.wave


def lock(wave: Wave) -> None:
    """Hold what a decision rests on: until the transaction ends, no candidate withdraws, no seat changes hands, and no other
    wave places anybody in the same hosts: their quotas are counted once.
    """
    list(Host.objects.select_for_update().filter(pk__in=wave.needs.values("host")).order_by("pk").values_list("pk"))
    list(Application.objects.select_for_update().filter(wave=wave).order_by("pk").values_list("pk"))
    list(Seat.objects.select_for_update(of=("self",)).filter(need__waves=wave).order_by("pk").values_list("pk"))


def pack(frozen: Frozen, solved: Solved) -> bytes:
    """The frozen inputs as a compressed .npz: the columns of the wave, and what its numbers stand for."""
    wave, written = solved.result.wave, io.BytesIO()
    np.savez_compressed(
        written, **{name: getattr(wave, name) for name in _COLUMNS}, applications=frozen.applications,
        written=frozen.written[solved.origin],
        tier=frozen.standings.tier[solved.origin], score=solved.score,
        ranked=ids_of(frozen.points), points=np.array(list(frozen.points.values()), np.int64),
    )  # fmt: skip
    return written.getvalue()


def unpack(round: Round) -> Kept:
    """The inputs and the result of a kept round, as the matcher read and gave them.

    A version that kept no points and no priorities by wish could set none: the jury's counted everywhere. Refuses
    `kept_before` a round of which more is missing.
    """
    if not round.inputs:
        raise _kept_before(round)
    with np.load(io.BytesIO(round.inputs)) as kept:
        columns = {name: kept[name] for name in kept.files}
    wave = engine.Wave(**{name: columns[name] for name in _COLUMNS})
    points = dict(zip(columns["ranked"].tolist(), columns["points"].tolist(), strict=True))
    result = _result(round, wave, columns["applications"])
    tier, score = columns.get("tier"), columns.get("score")
    if tier is None and round.settings.get("domains"):
        raise _kept_before(round)
    if score is None:
        score = np.array([points[number] for number in wave.candidates[wave.who].tolist()], np.int64)
    if tier is None:
        tier = np.full(len(wave.wish), 2, np.int64)
    return Kept(result, columns["applications"], columns["written"], tier, score, points)


def _kept_before(round: Round) -> Refusal:
    said = _("« %(name)s » vient d’une version antérieure : refaites la simulation.")
    return Refusal("kept_before", said % {"name": round.name})


def _result(round: Round, wave: engine.Wave, applications: np.ndarray) -> engine.Result:
    """The result that the round's rows say; a post not wished is seen by the certificate."""
    rows = list(round.placements.matched().values_list("application_id", "need__reference", "group"))
    posts = [reserved_name(reference, group) if group else reference for _, reference, group in rows]
    who = find(applications, np.array([pk for pk, _, _ in rows], np.int64), "candidate", "un placement")
    wish = obtained_by(wave, who, find(wave.posts, ids_of(posts), "post", "un placement"))
    cutoffs = [round.cutoffs[name] for name in wave.posts.tolist()]
    key = np.array([engine.NOBODY if key is None else key for key, _ in cutoffs], np.int64)
    cause = np.array([engine.CAUSES.index(cause) for _, cause in cutoffs], np.int8)
    return engine.Result(wave, wish, key, cause, round.manifest["digest"])


def placements(round: Round, frozen: Frozen, solved: Solved) -> Iterable[Placement]:
    """The rows of a round: those matched, then those whom an officer placed."""
    result = solved.result
    placed = np.flatnonzero(result.wish >= 0)
    needs = {reference: opening.need.pk for reference, opening in frozen.openings.items()}
    posts = [name.partition("/") for name in result.wave.posts.tolist()]
    written = frozen.written[solved.origin][result.wish[placed]]
    rows = zip(frozen.applications[placed].tolist(), result.post[placed].tolist(), written.tolist(), strict=True)
    for application, post, rank in rows:
        reference, _slash, group = posts[post]
        yield Placement(round=round, application_id=application, need_id=needs[reference], group=group, wish_rank=rank)
    for one in frozen.overrides:
        if one.post:
            yield Placement(
                round=round, application_id=one.application, need_id=needs[one.post], wish_rank=0, override=one.reason
            )


def money(openings: Mapping[str, Opening], placed: Counter[str]) -> dict[str, dict]:
    """Per envelope, places and francs used and funded; the seats of a need are taken in the order of their numbers."""
    used: dict[str, dict] = {}
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


def remaining(kept: Kept, free: Mapping[str, int], held: Iterable[Seat], waiting: Collection[str]) -> engine.Wave:
    """The round's wave once more, for those who still wait: free seats by reference, limits less what is held.

    `held`: the seats that somebody has accepted or may still accept. Seats kept for a group are open to all by then.
    """
    wave, held = kept.wave, list(held)
    cell_of = dict(zip(wave.posts.tolist(), wave.cells[wave.cell].tolist(), strict=True))
    in_cell = Counter(cell_of[seat.need.reference] for seat in held)
    # a line is an envelope, or an envelope and what its seats cost where money was planned
    paid = Counter(line for seat in held for line in (seat.envelope.code, f"{seat.envelope.code}/{cost(seat.need)}"))
    tops = dict(zip(wave.cells.tolist(), wave.ceiling.tolist(), strict=True))
    places = dict(zip(wave.lines.tolist(), wave.places.tolist(), strict=True))
    return what_if(
        without(wave, set(wave.candidates.tolist()) - set(waiting)),
        seats={post: free.get(post, 0) for post in cell_of},
        ceilings={cell: max(0, top - in_cell[cell]) for cell, top in tops.items() if top != engine.NOBODY},
        places={line: max(0, count - paid[line]) for line, count in places.items()},
    )
