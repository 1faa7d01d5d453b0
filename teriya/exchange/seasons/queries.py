"""Seasons, and a plan told in the words of the agencies: who goes where, who owes whom, who could not be served."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from teriya.exchange.relations.queries import convention_in_force
from teriya.exchange.seasons import contents, words
from teriya.exchange.seasons.engine import reasons
from teriya.exchange.seasons.engine.season import Move
from teriya.exchange.seasons.models import CandidateLine, Part, Plan, PostLine, Season
from teriya.exchange.seasons.states import PartState, SeasonState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P


def seasons() -> QuerySet[Season]:
    return Season.objects.select_related("convener").order_by("-on", "-pk")


def to_enter() -> QuerySet[Season]:
    """Where our entry is awaited."""
    return Season.objects.filter(state=SeasonState.OPEN, parts__is_ours=True, parts__state=PartState.INVITED)


def to_confirm(user: User) -> QuerySet[Season]:
    """Where our part of a plan waits for another person than who entered it."""
    parts = Part.objects.filter(is_ours=True, state=PartState.ASKED).exclude(entered_by_id=user.pk)
    return Season.objects.filter(state=SeasonState.PLANNED, pk__in=parts.values("season"))


def to_plan() -> QuerySet[Season]:
    """Ours, where all invited have answered or the last day has passed; or where somebody of the plan declined."""
    ours, invited = Season.objects.filter(convener=None), Part.objects.filter(state=PartState.INVITED)
    is_ready = ~Q(pk__in=invited.values("season")) | Q(closes_on__lt=timezone.localdate())
    latest = Plan.objects.filter(season=OuterRef("season")).order_by("-version").values("version")[:1]
    declined = Part.objects.filter(state=PartState.DECLINED, read_by=Subquery(latest))
    return ours.filter(
        Q(is_ready, state=SeasonState.OPEN) | Q(state=SeasonState.PLANNED, pk__in=declined.values("season"))
    )


def to_settle() -> QuerySet[Season]:
    """Ours, where all that are in the plan have confirmed it."""
    waited = Part.objects.filter(state=PartState.ASKED)
    confirmed = Part.objects.filter(state=PartState.CONFIRMED)
    rows = Season.objects.filter(convener=None, state=SeasonState.PLANNED, pk__in=confirmed.values("season"))
    return rows.exclude(pk__in=waited.values("season")).exclude(pk__in=to_plan().values("pk"))


def agreed(parts: Iterable[Part], on: date) -> dict[str, tuple[int, int]]:
    """Numbers that we may send to, and receive from, each agency with which a convention is in force."""
    found = {part.code: convention_in_force(part.agency, on) for part in parts if part.agency}
    return {code: (row.number_out, row.number_in) for code, row in found.items() if row}


@dataclass(frozen=True)
class Going:
    """A move in words. `person`, `what`: of ours, for who keeps seasons."""

    home: str
    number: str
    host: str
    post: str
    profile: str
    person: str = ""
    what: str = ""


@dataclass(frozen=True)
class Ring:
    """Cycles through the same agencies, drawn once."""

    countries: list[str]
    times: int
    goings: list[Going]

    @property
    def said(self) -> str:
        """« Togo → Mali → Burkina Faso → Togo »."""
        return " → ".join([*self.countries, self.countries[0]])


@dataclass(frozen=True)
class Sum:
    country: str
    sent: int
    received: int
    is_ours: bool

    @property
    def signed(self) -> str:
        """« +1 », « −1 », « 0 »."""
        gap = self.sent - self.received
        return f"{gap:+d}".replace("-", "−") if gap else "0"


@dataclass(frozen=True)
class Told:
    """A whole plan in words."""

    rings: list[Ring]
    singles: list[Going]
    sums: list[Sum]
    ours: list[tuple[str, str]]  # our candidates who are not served, and why
    others: list[tuple[str, str]]
    free: list[tuple[str, str]]
    served: int
    bound: int

    @property
    def share(self) -> int:
        return 100 * self.served // self.bound if self.bound else 100


def told(plan: Plan, parts: Iterable[Part], user: User) -> Told:
    """A plan told: the names of ours only to who keeps seasons or confirms them."""
    said, season = plan.content, plan.season
    names = {part.code: str(part) for part in parts}
    entries, found = contents.entries_of(said["entries"]), contents.plan_of(said)
    game = contents.game_of(said["entries"], tolerance=season.tolerance, seed=str(season.uid))
    tell = _Telling(season, said["entries"], names, user.may(P.SEASONS_KEEP) or user.may(P.SEASONS_CONFIRM))
    left = [(one.candidate, words.why_not_served(one, entries, names)) for one in reasons.unserved(game, found)]
    sums = reasons.ledger(game, found)
    return Told(
        rings=tell.rings(found.cycles), singles=[tell.going(move) for move in found.singles],
        sums=[Sum(names[code], *both, code == settings.AGENCY) for code, both in sums.items() if code in said["entries"]],
        ours=[(tell.who(*key), why) for key, why in left if key[0] == settings.AGENCY],
        others=[(f"{names[key[0]]} {key[1]}", why) for key, why in left if key[0] != settings.AGENCY],
        free=[(f"{names[one.post[0]]} {one.post[1]}", words.why_free(one)) for one in reasons.free(game, found)],
        served=len(found.moves), bound=plan.bound,
    )  # fmt: skip


class _Telling:
    def __init__(self, season: Season, entries: dict, names: dict[str, str], is_named: bool) -> None:
        self.names = names
        self.profiles = {
            (code, one["number"]): one["profile"] for code, entry in entries.items() for one in entry["places"]
        }
        self.people: dict[str, str] = {}
        self.places: dict[str, str] = {}
        if is_named:
            lines = CandidateLine.objects.filter(part__season=season, part__is_ours=True, person__isnull=False)
            self.people = {one.number: str(one.person) for one in lines.select_related("person")}
            self.places = dict(
                PostLine.objects.filter(part__season=season, part__is_ours=True).values_list("number", "what")
            )

    def who(self, code: str, number: str) -> str:
        person = self.people.get(number, "") if code == settings.AGENCY else ""
        return f"{number} · {person}" if person else f"{self.names[code]} {number}"

    def going(self, move: Move) -> Going:
        (home, number), (host, post) = move.candidate, move.post
        return Going(
            self.names[home], number, self.names[host], post, self.profiles[move.post],
            self.people.get(number, "") if home == settings.AGENCY else "",
            self.places.get(post, "") if host == settings.AGENCY else "",
        )  # fmt: skip

    def rings(self, cycles: Iterable[tuple[Move, ...]]) -> list[Ring]:
        """Cycles through the same agencies together, the longest and the most frequent first."""
        found: dict[tuple[str, ...], list[Going]] = {}
        times: Counter[tuple[str, ...]] = Counter()
        for cycle in cycles:
            way = tuple(move.candidate[0] for move in cycle)
            found.setdefault(way, []).extend(self.going(move) for move in cycle)
            times[way] += 1
        ways = sorted(found, key=lambda way: (-len(way), -times[way], way))
        return [Ring([self.names[code] for code in _from_us(way)], times[way], found[way]) for way in ways]


def _from_us(way: tuple[str, ...]) -> tuple[str, ...]:
    """A cycle told from our agency, where it passes by us."""
    first = way.index(settings.AGENCY) if settings.AGENCY in way else 0
    return way[first:] + way[:first]
