"""What a round gave: its figures, two rounds compared, and why each wish was met or not."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F

from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.hosts.models import Need
from teriya.mobilisation.placement import rounds
from teriya.mobilisation.placement.engine.whatif import Diff, Outcomes, diff
from teriya.mobilisation.placement.models import Offer, Placement, Round
from teriya.mobilisation.placement.openings import Held, openings_of
from teriya.mobilisation.placement.reasons import limit_of, points_of_cutoffs, reasons, sentence


@dataclass(frozen=True)
class Tally:
    """A round in numbers of persons: by wish rank, sex, region code and domain code."""

    candidates: int
    placed: int
    ranks: Counter = field(default_factory=Counter)
    sexes: Counter = field(default_factory=Counter)
    regions: Counter = field(default_factory=Counter)
    domains: Counter = field(default_factory=Counter)


@dataclass(frozen=True)
class Comparison:
    """Two rounds of a wave, in numbers and person by person; ranks are those that candidates wrote."""

    before: Tally
    after: Tally
    changes: Diff
    outcomes: tuple[Outcomes, Outcomes]


def tally(round: Round) -> Tally:
    """One query, however many are placed."""
    found = Tally(round.manifest["candidates"], round.manifest["placed"])
    host = "need__host__"
    keys = ("wish_rank", "application__person__sex", f"{host}commune__region__code", f"{host}domain")
    for *values, count in round.placements.values_list(*keys).annotate(Count("pk")):
        for counter, value in zip((found.ranks, found.sexes, found.regions, found.domains), values, strict=True):
            counter[value] += count
    return found


def ranks_by_round(wave: Wave) -> dict[int, Counter]:
    """For each round of a wave, how many obtained their first wish, their second…"""
    found: dict[int, Counter] = {}
    rows = Placement.objects.filter(round__wave=wave).values_list("round_id", "wish_rank").annotate(Count("pk"))
    for round, rank, count in rows:
        found.setdefault(round, Counter())[rank] = count
    return found


def compare(before: Round, after: Round) -> Comparison:
    """Who gains, who loses and who keeps the same post from one round to another of the same wave."""
    first, second = _outcomes(before), _outcomes(after)
    return Comparison(tally(before), tally(after), diff(first, second), (first, second))


def _outcomes(round: Round) -> Outcomes:
    rows = round.placements.values_list("application__number", "need__reference", "wish_rank")
    return {number: (reference, rank) for number, reference, rank in rows}


def why(round: Round, application: Application) -> list[str]:
    """One plain sentence per wish, as the candidate reads it."""
    return [sentence(reason) for reason in reasons(round, [application])[application.number]]


def unplaced(round: Round) -> list[Application]:
    """Everyone of the wave whom the round does not place, the best ranked first, those without a full score last."""
    numbers = rounds.unpack(round).points.keys()
    others = round.wave.applications.exclude(placements__round=round)
    rows = others.order_by(F("ranking__rank").asc(nulls_last=True), "pk")
    return [row for row in rows if row.number in numbers or row.state == "unranked"]


def unplaced_wishes(round: Round) -> list[tuple[str, str, int | str, int | str, str]]:
    """A line per wish of those not placed: number, post, points, points of the last one taken, cause."""
    return [
        (number, reason.need.reference, "" if reason.points is None else reason.points,
         "" if reason.last is None else reason.last, reason.cause)
        for number, told in reasons(round, unplaced(round)).items() for reason in told
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Effects:
    """What deciding a round will do, in numbers."""

    offers: int
    messages: int
    reserve: int


def effects(round: Round) -> Effects:
    told = round.placements.exclude(application__person__phone="").count()
    ranked = round.wave.applications.filter(state="ranked").count()
    return Effects(round.manifest["placed"], told, ranked - round.manifest["placed"])


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Where a decided wave stands: its offers by state, those past their day, free funded seats, people in reserve."""

    offers: Counter[str]
    overdue: int
    free: int
    reserve: int

    @property
    def lost(self) -> int:
        return self.offers["declined"] + self.offers["expired"]


def follow_up(round: Round, today: date) -> FollowUp:
    rows = Offer.objects.filter(round=round).order_by()
    return FollowUp(
        offers=Counter(dict(rows.values_list("state").annotate(Count("pk")))),
        overdue=rows.filter(state="proposed", answer_by__lt=today).count(),
        free=sum(len(opening.seats) for opening in openings_of(round.wave, today).values()),
        reserve=round.wave.applications.filter(state="reserve").count(),
    )


@dataclass(frozen=True, slots=True)
class Threshold:
    """Where a post stopped: persons taken of its seats, and the points of the last one in what was full (None: nobody)."""

    need: Need
    seats: int
    taken: int
    cause: str
    last: int | None
    limit: str


def thresholds(round: Round) -> list[Threshold]:
    """A line per post, by reference."""
    kept = rounds.unpack(round)
    taken = Counter(round.placements.values_list("need__reference", flat=True))
    needs = Need.objects.filter(reference__in=kept.wave.posts.tolist()).select_related("host__commune__region")
    by_reference, points, found = needs.in_bulk(field_name="reference"), points_of_cutoffs(kept), []
    seats = Counter[str]()
    for post, count in zip(kept.wave.posts.tolist(), kept.wave.seats.tolist(), strict=True):
        seats[post.partition("/")[0]] += count
    seats.update(round.placements.exclude(override="").values_list("need__reference", flat=True))
    for reference in sorted(by_reference):
        need, cause = by_reference[reference], kept.result.cutoffs[reference].cause
        limit = limit_of(round, kept.wave, need, cause)
        found.append(Threshold(need, seats[reference], taken[reference], cause, points[reference], limit))
    return found


def held_by_quotas(round: Round) -> list[tuple[Need, Held]]:
    """The funded seats that accreditations held back when the round was computed, by reference."""
    kept = round.manifest.get("held", {})  # rounds of earlier versions held nothing back
    needs = Need.objects.filter(reference__in=kept).select_related("host").order_by("reference")
    return [(need, Held(*kept[need.reference])) for need in needs]
