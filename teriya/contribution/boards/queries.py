"""The numbers of a board, read in a few statements whatever the volume, as they were known on a day."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models import Value as Constant
from django.db.models.functions import Coalesce, Greatest, Least, Lower, Upper

from teriya.contribution.boards.asked import Asked
from teriya.contribution.collection import queries as collection
from teriya.contribution.collection.models import Report
from teriya.contribution.collection.policies import attests
from teriya.contribution.figures import queries as figures
from teriya.contribution.framework.models import ReviewLine, Target
from teriya.foundation.accounts.models import User
from teriya.foundation.core.models import Transition
from teriya.foundation.core.periods import Month, between
from teriya.foundation.rules import indicators
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.indicators import Indicator
from teriya.mobilisation.hosts.models import Host, Need, Seat
from teriya.mobilisation.hosts.states import OPEN_NEED, WAITING, NeedState, SeatState
from teriya.service.missions.models import Mission, Suspension

WOMEN = ("F",)


@dataclass(frozen=True, slots=True)
class People:
    """Volunteers of a board; each number and what it was a year before."""

    in_service: int
    in_service_before: int
    women: int
    women_before: int
    mobilised: int
    mobilised_before: int
    days: int
    days_before: int
    split: Mapping[str, int]  # in service by the dimension asked


def people(asked: Asked, by: str = "region") -> People:
    """Those in service on the day, split by sex and by one dimension; those who began and the days served since January."""
    served, begun, days = (figures.measure(code) for code in ("in_service", "mobilised", "service_days"))
    assert served and begun and days
    tables = figures.tables([
        (served, asked.day(), ("sex", by)), (served, asked.day(1), ("sex",)), (begun, asked.year(), ()), (begun, asked.year(1), ()),
        (days, asked.year(), ()), (days, asked.year(1), ()),
    ])  # fmt: skip
    now, before, *sums = tables
    split: dict[str, int] = defaultdict(int)
    for (_sex, key), count in now.items():
        split[key] += count
    women = sum(count for (sex, _key), count in now.items() if sex in WOMEN)
    return People(
        sum(now.values()), sum(before.values()), women, before.get(WOMEN, 0), *(one.get((), 0) for one in sums), split
    )


@dataclass(frozen=True)
class Told:
    """What volunteers counted of an indicator over two years of months, by place. A month that nobody told is None, not zero."""

    indicator: Indicator
    asked: Asked
    cells: Mapping[tuple[Month, str], int]  # (month, place)

    @cached_property
    def by_month(self) -> Mapping[Month, int]:
        found: dict[Month, int] = defaultdict(int)
        for (month, _place), amount in self.cells.items():
            found[month] += amount
        return found

    def line(self, back: int = 0) -> list[int | None]:
        return [self.by_month.get(month) for month in self.asked.months(back)]

    def _counts(self, month: Month, back: int) -> bool:
        """Whether a month is in the number: those since January; of a stock, the last one alone."""
        last = Month(self.asked.month.year - back, self.asked.month.number)
        return month == last if self.indicator.is_stock else Month(last.year, 1) <= month <= last

    def value(self, back: int = 0) -> int | None:
        """The number of the board; `back`: of the same months a year before. None where nobody told anything."""
        found = [amount for month, amount in self.by_month.items() if self._counts(month, back)]
        return sum(found) if found else None

    def by_place(self) -> Mapping[str, int]:
        found: dict[str, int] = defaultdict(int)
        for (month, place), amount in self.cells.items():
            if self._counts(month, 0):
                found[place] += amount
        return found


def told(asked: Asked, codes: Collection[str], by: str = "region") -> dict[str, Told]:
    """Each indicator by month and by one dimension of the collection."""
    cells: dict[str, dict[tuple[Month, str], int]] = {code: {} for code in codes}
    for (code, month, place), amount in collection.totals(asked.told(codes), by=("indicator", "month", by)).items():
        cells[code][Month.of(month), place] = amount
    known = {one.code: one for one in indicators.catalogue()}
    return {code: Told(known[code], asked, found) for code, found in cells.items()}


@dataclass(frozen=True, slots=True)
class MonthOfReports:
    """Of the last month: missions whose report is expected, received, validated."""

    expected: int
    received: int
    validated: int


def reports(asked: Asked) -> MonthOfReports:
    """As they were known on the day: starts confirmed, ends and suspensions recorded, reports sent and validated by then.

    A report is expected of a profile that counts, for enough days of service in the month (`collection.expected_days`).
    """
    month, ends = asked.month, Transition.objects.filter(subject="mission", name="end")
    not_over = (
        Q(ended_on__isnull=True)
        | Q(ended_on__gte=month.first)
        | Q(pk__in=ends.filter(on__gt=asked.on).values("subject_id"))
    )
    narrowed = {"host__commune__region__code": asked.region or None, "host__commune__in": asked.communes}
    rows = Mission.objects.filter(
        not_over, start__confirmed_on__lte=asked.on, started_on__lte=month.last, profile__in=collection.counting_profiles(),
        **{key: value for key, value in narrowed.items() if value is not None},
    )  # fmt: skip
    ended = Exists(ends.filter(subject_id=OuterRef("pk"), on__lte=asked.on))
    last = Least(Case(When(ended, then="ended_on"), default=Constant(month.last)), Constant(month.last))
    served = _days(Greatest("started_on", Constant(month.first)), last) - Coalesce(
        Subquery(_paused(month, asked.on)), 0
    )
    own = Report.objects.filter(mission=OuterRef("pk"), month=month.first, sent_on__lte=asked.on)
    counts = {
        "received": Count("pk", filter=Exists(own)),
        "validated": Count("pk", filter=Exists(own.filter(validated_on__lte=asked.on))),
    }
    return MonthOfReports(
        **rows.annotate(served=served)
        .filter(served__gte=collection.expected_days(month))
        .aggregate(expected=Count("pk"), **counts)
    )


def _paused(month: Month, on: date) -> QuerySet[Suspension]:
    """Days of a mission’s suspensions in the month, as entered by a day."""
    first, last = Constant(month.first), Constant(month.last)
    rows = Suspension.objects.filter(
        mission=OuterRef("pk"), opened_on__lte=on, period__overlap=between(month.first, month.last)
    ).order_by()
    until = Func(Upper("period"), template="(%(expressions)s - 1)", output_field=DateField())
    days = Sum(_days(Greatest(Lower("period"), first), Least(until, last)))
    return rows.values("mission").annotate(days=days).values("days")


def _days(first: Func, last: Func) -> Func:
    """Both inside."""
    return Func(last, first, template="(%(expressions)s + 1)", arg_joiner=" - ", output_field=IntegerField())


def headlines(asked: Asked) -> list[str]:
    """The indicators that the country puts on its first page (rule `headline_indicators`)."""
    return list(rules.amount("headline_indicators", on=asked.on, default=()))


def of_sector(sector: str) -> list[str]:
    """The indicators of a sector: all of them where none is named."""
    return [one.code for one in indicators.catalogue() if sector in ("", one.domain)]


def aims(asked: Asked) -> dict[str, int]:
    """Measure → what the annual work plan aims at by the end of the year, in the version adopted by the day; for the place asked."""
    rows = Target.objects.filter(
        activity__work_plan__letter__year=asked.month.year,
        activity__work_plan__adopted_on__lte=asked.on,
        measure__gt="",
        form="",
        region=asked.region,
    )
    versions = rows.order_by("activity__work_plan__version").values_list("activity__work_plan", "measure", "aims")
    last = max((plan for plan, _measure, _aims in versions), default=None)
    return {measure: by_quarter[-1] for plan, measure, by_quarter in versions if plan == last}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A validated review: how many of its targets with an aim reached it."""

    pk: int
    year: int
    quarter: int
    count: int
    reached: int


def reviews(asked: Asked) -> list[Reviewed]:
    """The last review validated by the day, then the one before it in the same year."""
    rows = ReviewLine.objects.filter(review__validated_on__lte=asked.on, aim__gt=0).order_by(
        "-review__letter__year", "-review__quarter"
    )
    keys = ("review", "review__letter__year", "review__quarter")
    counts = {"all": Count("pk"), "reached": Count("pk", filter=Q(actual__gte=F("aim")))}
    found = [Reviewed(*row) for row in rows.values_list(*keys).annotate(**counts)[:2]]
    return [one for one in found if one.year == found[0].year]


@dataclass(frozen=True, slots=True)
class Needs:
    """Places of a sector in a region, today: asked and not yet decided, open with approval, filled, and what is missing."""

    region: str
    asked: int
    approved: int
    filled: int

    @property
    def gap(self) -> int:
        return self.approved - self.filled


def needs(sector: str, communes: Collection[int] | None) -> list[Needs]:
    """By region, of the profiles of a sector. Needs keep no past: they are those of today."""
    profiles = [term.code for term in rules.terms("profile") if term.facts["domain"] == sector]
    rows = Need.objects.filter(profile__in=profiles)
    rows = rows if communes is None else rows.filter(host__commune__in=communes)
    region = "host__commune__region__name"
    waiting = rows.filter(state__in=[*OPEN_NEED, *WAITING]).order_by().values_list(region).annotate(Sum("places"))
    seats = Seat.objects.filter(need__in=rows.filter(state=NeedState.APPROVED)).exclude(state=SeatState.CLOSED)
    counts = {"all": Count("pk"), "filled": Count("pk", filter=Q(state=SeatState.FILLED))}
    held = {name: found for name, *found in seats.order_by().values_list(f"need__{region}").annotate(**counts)}
    asked = dict(waiting)
    return [Needs(name, asked.get(name, 0), *held.get(name, (0, 0))) for name in sorted({*asked, *held})]


def own_hosts(user: User) -> list[Host]:
    """The hosts whose reports one attests: as one of their officers, or as the tutor of a volunteer."""
    found = Mission.objects.filter(attests(user)).order_by().values("host")
    return list(Host.objects.filter(pk__in=found).select_related("commune").order_by("name", "pk"))


def of_host(asked: Asked, host: Host, user: User) -> tuple[dict[str, Told], dict[str, str]]:
    """What one's own volunteers counted at a host, by mission, and the name of each."""
    missions = (
        Mission.objects.filter(attests(user), host=host)
        .select_related("person")
        .order_by("person__family", "person__given", "pk")
    )
    names = {str(mission.pk): str(mission.person) for mission in missions}
    scope = replace(asked.told([one.code for one in indicators.catalogue()]), host=host.pk)
    cells: dict[str, dict[tuple[Month, str], int]] = defaultdict(dict)
    for (code, month, mission), amount in collection.totals(scope, by=("indicator", "month", "mission")).items():
        if str(mission) in names:
            cells[code][Month.of(month), str(mission)] = amount
    found = {one.code: Told(one, asked, cells[one.code]) for one in indicators.catalogue() if one.code in cells}
    return found, names
