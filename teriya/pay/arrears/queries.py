"""Arrears: what is owed after its day, by whom, since when and why. A volunteer’s own months too."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.money import split
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.rules import queries as rules
from teriya.pay.arrears import reading
from teriya.pay.arrears.engine.ages import BUCKETS, Delays, bucket, delays
from teriya.pay.arrears.models import Case, DelayFigure, Question
from teriya.pay.arrears.reading import Owed
from teriya.pay.arrears.rows import Scope
from teriya.pay.arrears.states import FigureState
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import in_perimeter

NOBODY = ""  # the funder of what no envelope pays


def scope_of(user: User, on: date) -> Scope:
    """What this person may read: the perimeter of a centre, everything for the head office; months that are over."""
    return Scope(until=on.replace(day=1) - timedelta(1), communes=user.communes(P.ARREARS_READ))


def arrears(user: User, on: date) -> tuple[list[Owed], int]:
    """Months not received after their due day, the oldest first; how many more were served that no text gives a rate."""
    found = [owed for owed in reading.read(scope_of(user, on)) if owed.due_on < on]
    return [owed for owed in found if owed.missing], sum(owed.is_unrated for owed in found)


def own_months(user: User, on: date) -> list[Owed]:
    """A volunteer's months until the last day of the running one, the latest first."""
    missions = list(
        Mission.objects.filter(person__account=user).exclude(state="cancelled").values_list("pk", flat=True)
    )
    if not missions:
        return []
    found = reading.read(Scope(until=on, missions=missions, only_open=False))
    return [owed for owed in reversed(found) if owed.earned]


@dataclass(frozen=True)
class Chosen:
    """What a list is narrowed to; empty: everything."""

    region: int | None = None
    form: str = ""
    funder: str | None = None
    cause: str = ""
    bucket: int | None = None

    def keep(self, found: Iterable[Owed], funders: dict[int, str], on: date) -> list[Owed]:
        return [
            owed for owed in found
            if (self.region is None or owed.region == self.region) and (not self.form or owed.form == self.form)
            and (not self.cause or owed.cause == self.cause) and (self.bucket is None or bucket(owed.late(on)) == self.bucket)
            and (self.funder is None or self.funder in funders_of(owed, funders))
        ]  # fmt: skip


def funders() -> dict[int, str]:
    """Envelope → who gives it."""
    return dict(Envelope.objects.values_list("pk", "funder"))


def funders_of(owed: Owed, names: dict[int, str]) -> list[str]:
    return list(dict.fromkeys(names[envelope] for envelope, _francs in owed.shares)) or [NOBODY]


@dataclass
class Cell:
    """Francs, and the people to whom they are owed."""

    francs: int = 0
    people: set[int] = field(default_factory=set)

    def add(self, francs: int, person: int) -> None:
        self.francs += francs
        self.people.add(person)


@dataclass
class Ageing:
    """A line of the matrix: a cell for each number of days late, and their sum."""

    label: str
    key: object
    cells: list[Cell] = field(default_factory=lambda: [Cell() for _bucket in BUCKETS])
    all: Cell = field(default_factory=Cell)

    def add(self, place: int, francs: int, person: int) -> None:
        self.cells[place].add(francs, person)
        self.all.add(francs, person)


Parts = Callable[[Owed], Iterable[tuple[object, str, int]]]  # (key, label, francs)


def ageing(found: Sequence[Owed], on: date, parts: Parts) -> list[Ageing]:
    """The matrix of what is late, by what `parts` shares each month between; the most francs first."""
    lines: dict[object, Ageing] = {}
    for owed in found:
        place = bucket(owed.late(on))
        for key, label, francs in parts(owed):
            if key not in lines:
                lines[key] = Ageing(label, key)
            lines[key].add(place, francs, owed.person)
    return sorted(lines.values(), key=lambda line: (-line.all.francs, line.label))


def by_funder(names: dict[int, str], nobody: str) -> Parts:
    """Each month shared between those who pay it, to the franc."""

    def parts(owed: Owed) -> Iterable[tuple[object, str, int]]:
        if len(owed.shares) < 2:
            name = names[owed.shares[0][0]] if owed.shares else NOBODY
            return [(name, name or nobody, owed.missing)]
        francs = split(owed.missing, [weight for _envelope, weight in owed.shares])
        return [
            (names[envelope], names[envelope], part)
            for (envelope, _weight), part in zip(owed.shares, francs, strict=True)
        ]

    return parts


IN_TIME = 30  # days, where the pack says nothing


@dataclass(frozen=True)
class Delay:
    """The delay of a period on a day. `is_over`: the due day of its last month has passed."""

    delays: Delays
    people: int
    limit: int
    is_over: bool


def delay_of(first: date, last: date, on: date) -> Delay:
    """Over every month that an allowance was earned in the period, paid or not: days from its due day to the day received."""
    found = [
        owed for owed in reading.read(Scope(since=first, until=last, only_open=False)) if owed.earned and owed.is_month
    ]
    limit = rules.amount("pay_in_time_days", on=on, default=IN_TIME)
    days = [(owed.received_on - owed.due_on).days for owed in found if owed.received_on and owed.received_on <= on]
    return Delay(
        delays=delays(days, len(found) - len(days), limit), people=len({owed.person for owed in found}), limit=limit,
        is_over=max((owed.due_on for owed in found), default=last) < on,
    )  # fmt: skip


def published_delays() -> QuerySet[DelayFigure]:
    return DelayFigure.objects.filter(state=FigureState.PUBLISHED).order_by("-last", "first")


@dataclass(frozen=True)
class Rates:
    """What the payees of an institution answered: every share has its denominator beside it."""

    institution: str
    drawn: int
    asked: int
    answered: int
    disagreed: int
    silent: int


def poll_rates(on: date, wait: int) -> list[Rates]:
    """Per institution: drawn, asked, answered of those asked, disagreeing of those who answered, silent past the days to answer."""
    answered, asked = ~Q(said=""), Q(asked_on__isnull=False)
    rows = Question.objects.values_list("poll__file__institution__name").annotate(
        drawn=Count("pk"), asked=Count("pk", filter=asked), answered=Count("pk", filter=answered),
        disagreed=Count("pk", filter=Q(said__in=("no", "other"))),
        silent=Count("pk", filter=asked & Q(said="", asked_on__lt=on - timedelta(wait))),
    )  # fmt: skip
    return [Rates(*row) for row in rows.order_by("poll__file__institution__name")]


def cases_seen_by(user: User) -> QuerySet[Case]:
    """Disagreements of the perimeter (by the host’s commune) of who follows them; every one for who reads pay."""
    if user.may(P.PAY_READ):
        return Case.objects.all()
    return Case.objects.filter(in_perimeter(user, P.PAYEES_FOLLOW, "question__order__line__mission__"))
