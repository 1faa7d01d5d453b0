"""Reading the evidence: opinions counted, a facility before and after, what may be published."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from teriya.contribution.collection.queries import Scope, totals
from teriya.contribution.evidence.models import Opinion, Reading, Study, Testimony
from teriya.contribution.evidence.states import Level, Source
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.periods import add_months
from teriya.foundation.rules import indicators
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Term
from teriya.foundation.ui.parts import Series
from teriya.mobilisation.hosts.models import Host
from teriya.service.missions.models import Mission


def questions(source: str) -> list[Term]:
    """What the country asks of a host, or of its community."""
    return [term for term in rules.terms("question") if source in term.facts["asked"]]


@dataclass(frozen=True)
class Answers:
    """How many of each level one question got, from the least to the fullest agreement."""

    question: Term
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def favourable(self) -> int:
        """Those who agree, enough or fully."""
        return sum(self.counts[Level.ENOUGH - 1 :])


def opinions(rows: QuerySet[Opinion]) -> dict[str, list[Answers]]:
    """Source → answers to each of its questions, in one query whatever their number."""
    counted = {
        f"{term.code}_{level}": Count("pk", filter=Q(**{f"answers__{term.code}": level}))
        for term in rules.terms("question")
        for level in Level.values
    }
    found = {row["source"]: row for row in rows.order_by().values("source").annotate(**counted)}
    return {
        source: [Answers(term, tuple(found[source][f"{term.code}_{level}"] for level in Level.values)) for term in questions(source)]
        for source in Source.values
        if source in found
    }  # fmt: skip


def standing(on: date) -> QuerySet[Reading]:
    """The readings of registers that stood on a day: confirmed by then, not yet struck."""
    return Reading.objects.filter(Q(struck_on__isnull=True) | Q(struck_on__gt=on), confirmed_on__lte=on)


def facility_totals(scope: Scope) -> dict[tuple[int, str, date], int]:
    """(host, indicator, month) → what the whole facility did, where a register says it."""
    rows = standing(scope.on).filter(month__gte=scope.first.replace(day=1), month__lte=scope.last)
    narrowed = {
        "indicator__in": scope.indicators, "host__commune__region__code": scope.region or None, "host__commune__in": scope.communes,
        "host": scope.host,
    }  # fmt: skip
    rows = rows.filter(**{key: value for key, value in narrowed.items() if value is not None})
    return {(host, code, month): amount for host, code, month, amount in rows.values_list("host", "indicator", "month", "amount")}  # fmt: skip


@dataclass(frozen=True)
class MonthOf:
    """One month of one indicator in a facility: `whole`, all its staff by its register; `own`, what volunteers counted."""

    month: date
    whole: int | None
    own: int | None
    is_before: bool
    reading: Reading | None


@dataclass(frozen=True)
class Story:
    """An indicator in a facility, month by month, and the day when its first volunteer began."""

    indicator: indicators.Indicator
    began_on: date | None
    months: list[MonthOf]

    @property
    def read(self) -> list[Reading]:
        return [month.reading for month in self.months if month.reading]

    @property
    def labels(self) -> list[str]:
        return [date_format(month.month, "F Y") for month in self.months]

    @property
    def series(self) -> list[Series]:
        """Three lines: the register before and since, and what volunteers counted."""
        whole = [(month.whole, month.is_before) for month in self.months]
        return [
            Series(_("Registre, avant"), [amount if is_before else None for amount, is_before in whole]),
            Series(_("Registre, depuis"), [None if is_before else amount for amount, is_before in whole]),
            Series(_("Dont volontaires"), [month.own for month in self.months]),
        ]


def before_and_after(host: Host, on: date) -> list[Story]:
    """Each indicator that a register of the host was read for, as known on a day; the own numbers are validated reports."""
    read: dict[str, dict[date, Reading]] = defaultdict(dict)
    for row in standing(on).filter(host=host).order_by("month"):
        read[row.indicator][row.month] = row
    if not read:
        return []
    scope = Scope(date(2000, 1, 1), on, on, indicators=set(read), host=host.pk)
    own = totals(scope, by=("indicator", "month"))
    begun = _first_days(host, on)
    return [
        _story(one, read[one.code], {month: n for (code, month), n in own.items() if code == one.code}, begun)
        for one in indicators.catalogue()
        if one.code in read
    ]


def _story(
    one: indicators.Indicator, read: dict[date, Reading], own: dict[date, int], begun: dict[str, date]
) -> Story:
    began = min((begun[profile] for profile in one.profiles if profile in begun), default=None)
    months = [
        MonthOf(month, read[month].amount if month in read else None, own.get(month), began is None or month < began.replace(day=1), read.get(month))
        for month in _every_month({*read, *own})
    ]  # fmt: skip
    return Story(one, began, months)


def _every_month(known: set[date]) -> list[date]:
    """From the first month known to the last, those of which nothing is known included."""
    first, last = min(known), max(known)
    return [add_months(first, n) for n in range(12 * (last.year - first.year) + last.month - first.month + 1)]


def _first_days(host: Host, on: date) -> dict[str, date]:
    """Profile → first day of service of its first volunteer at the host, as it was confirmed by a day."""
    rows = Mission.objects.filter(host=host, start__confirmed_on__lte=on).order_by()
    return dict(rows.values_list("profile").annotate(first=Min("started_on")))


def published_testimonies() -> QuerySet[Testimony]:
    return Testimony.objects.filter(state="published").select_related("host__commune__region").order_by("-published_on", "-pk")  # fmt: skip


def published_studies() -> QuerySet[Study]:
    return Study.objects.filter(state="published").prefetch_related("findings").order_by("-published_on", "-pk")


def speaks_from(user: User, host: Host) -> str:
    """In whose name somebody may testify about a host: one of its officers, one of its volunteers, else nobody’s."""
    if host.officers.filter(user=user, until=None, duty="officer").exists():
        return "host"
    return "volunteer" if Mission.objects.filter(host=host, person__account=user, started_on__isnull=False).exists() else ""  # fmt: skip


def own_hosts(user: User) -> list[Host]:
    """The hosts that somebody belongs to as an officer, or serves or served at."""
    own = Q(officers__user=user, officers__until=None, officers__duty="officer") | Q(
        missions__person__account=user, missions__started_on__isnull=False
    )
    return list(Host.objects.filter(own).distinct().select_related("commune").order_by("name"))


def months_back(today: date, years: int = 5) -> list[tuple[str, str]]:
    """Months that are over, the latest first, as choices."""
    firsts = [add_months(today.replace(day=1), -n) for n in range(1, 12 * years + 1)]
    return [(str(first), date_format(first, "F Y")) for first in firsts]


def facilities(user: User, asked: str) -> QuerySet[Host]:
    """Hosts of one's communes, with how many readings stand and how many wait: those that have some, or those named so."""
    communes = user.communes(P.EVIDENCE_READ)
    rows = Host.objects.all() if communes is None else Host.objects.filter(commune__in=communes)
    counted = {
        "standing": Count("readings", filter=Q(readings__state="confirmed")),
        "waiting": Count("readings", filter=Q(readings__state="recorded")),
    }
    found = rows.named(asked).annotate(**counted).select_related("commune").order_by("-waiting", "name", "pk")
    return found if asked.strip() else found.filter(Q(standing__gt=0) | Q(waiting__gt=0))
