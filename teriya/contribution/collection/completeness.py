"""Which months are expected, and how many came: by region and month, as it stands today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import (
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
    Value,
)
from django.db.models.functions import Coalesce, Greatest, Least, Lower, Upper

from teriya.contribution.collection.models import Report
from teriya.contribution.collection.reading import LIVE, counting_profiles
from teriya.contribution.collection.states import ReportState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.periods import Month, add_months, between
from teriya.foundation.places import queries as places
from teriya.foundation.rules import queries as rules
from teriya.service.missions.models import Mission, Suspension
from teriya.service.missions.policies import in_perimeter


@dataclass(frozen=True, slots=True)
class Line:
    """A region in a month: missions whose month is expected, those received, attested, validated; received after the day due."""

    region: str
    name: str
    month: date
    expected: int
    received: int
    attested: int
    validated: int
    late: int

    @property
    def missing(self) -> int:
        return self.expected - self.received

    @property
    def percent(self) -> int:
        """Received, of what is expected."""
        return 100 * self.received // self.expected if self.expected else 100


def due_on(month: date) -> date:
    """The last day to send a month (rule `indicator_report_days`)."""
    last = Month.of(month).last
    return last + timedelta(rules.amount("indicator_report_days", on=last, default=10))


def _days(first: F | Func, last: F | Func) -> Func:
    """Days between two dates, both inside."""
    return Func(last, first, template="(%(expressions)s + 1)", arg_joiner=" - ", output_field=IntegerField())


def expected_days(month: Month) -> int:
    """Days of service in a month from which a report of it is expected (dated rule `indicator_expected_days`)."""
    return rules.amount("indicator_expected_days", on=month.last, default=10)


def expected_in(missions: QuerySet[Mission], month: date) -> QuerySet[Mission]:
    """Missions of a profile that counts, with enough days of service in the month (`expected_days`), suspensions apart."""
    calendar = Month.of(month)
    first, last = Value(calendar.first, DateField()), Value(calendar.last, DateField())
    paused = Suspension.objects.filter(
        mission=OuterRef("pk"), period__overlap=between(calendar.first, calendar.last)
    ).values("mission")
    paused = paused.annotate(
        days=Sum(_days(Greatest(Lower("period"), first), Least(_before(Upper("period")), last)))
    ).values("days")
    ends = Least(Coalesce("ended_on", _before(Upper("period"))), last)
    served = _days(Greatest("started_on", first), ends) - Coalesce(Subquery(paused, output_field=IntegerField()), 0)
    rows = missions.served_in(calendar.first, calendar.last).filter(profile__in=counting_profiles())
    return rows.annotate(served_days=served).filter(served_days__gte=expected_days(calendar))


def _before(day: F | Func) -> Func:
    return Func(day, template="(%(expressions)s - 1)", output_field=DateField())


def followed(user: User) -> QuerySet[Mission]:
    """Missions of the perimeter."""
    return Mission.objects.filter(in_perimeter(user, P.INDICATORS_READ))


def lines(user: User, months: Sequence[date]) -> list[Line]:
    """Each region of the perimeter in each of these months: one statement."""
    asked = [_counted(followed(user), month) for month in months]
    names = {region.code: region.name for region in places.regions()}
    found = asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]
    rows = [Line(region, names.get(region, region), *rest) for region, *rest in found]
    return sorted(rows, key=lambda line: (line.month, line.name))


def _counted(missions: QuerySet[Mission], month: date) -> QuerySet:
    own = Report.objects.filter(mission=OuterRef("pk"), month=month)
    live = own.filter(state__in=LIVE)
    attested = live.filter(Q(attested_on__isnull=False) | Q(state=ReportState.VALIDATED))
    in_time = own.filter(sent_on__lte=due_on(month))
    of = {
        "received": Q(Exists(live)), "attested": Q(Exists(attested)), "validated": Q(Exists(live.filter(state=ReportState.VALIDATED))),
        "late": Q(Exists(live)) & ~Q(Exists(in_time)),
    }  # fmt: skip
    rows = (
        expected_in(missions, month)
        .order_by()
        .annotate(of_month=Value(month, DateField()))
        .values("host__commune__region__code", "of_month")
    )
    rows = rows.annotate(
        expected=Count("pk"), **{name: Count("pk", filter=condition) for name, condition in of.items()}
    )
    return rows.values_list("host__commune__region__code", "of_month", "expected", *of)


def last_months(today: date, count: int) -> list[date]:
    """The months that are over, the last first."""
    return [add_months(today.replace(day=1), -n) for n in range(1, count + 1)]
