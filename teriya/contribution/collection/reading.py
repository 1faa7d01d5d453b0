"""Reports as lists and pages show them: what is due, what waits for whom, how many each counted, version beside version."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Sum, When
from django.db.models import Value as Constant

from teriya.contribution.collection import words
from teriya.contribution.collection.histories import last_day_served
from teriya.contribution.collection.models import Report, Value
from teriya.contribution.collection.policies import attests, silent_since
from teriya.contribution.collection.states import OPEN, REPORT_LIFE, Cell, ReportState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.models import Transition
from teriya.foundation.core.periods import add_months
from teriya.foundation.rules import indicators
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import in_perimeter
from teriya.service.missions.queries import with_whereabouts

LIVE = (*OPEN, ReportState.VALIDATED)


def counting_profiles() -> set[str]:
    """Profiles that count something."""
    return {profile for sheet in indicators.catalogue() for profile in sheet.profiles}


def visible_to(user: User) -> QuerySet[Report]:
    """Reports of the perimeter, those that one attests, and one’s own."""
    own = Mission.objects.filter(Q(person__account=user) | attests(user))
    return Report.objects.filter(in_perimeter(user, P.INDICATORS_READ, "mission__") | Q(mission__in=own))


def with_names(rows: QuerySet[Report]) -> QuerySet[Report]:
    return rows.select_related("mission__person", "mission__host__commune", "mission__form", "replaces")


def to_attest(user: User) -> QuerySet[Report]:
    """What this person attests, the doubtful first."""
    if not user.may(P.INDICATORS_ATTEST):
        return Report.objects.none()
    missions = Mission.objects.filter(attests(user))
    return _doubtful_first(
        Report.objects.filter(state=ReportState.SENT, mission__in=missions).exclude(sent_by_id=user.pk)
    )


def to_validate(user: User, today: date) -> QuerySet[Report]:
    """What this person validates for the centre: attested, or past the days of its host; the doubtful first."""
    ready = Q(state=ReportState.ATTESTED) | Q(state=ReportState.SENT, sent_on__lte=silent_since(today))
    rows = Report.objects.filter(ready, in_perimeter(user, P.INDICATORS_VALIDATE, "mission__"))
    own_hosts = user.host_duties.filter(until=None).values("host")
    rows = rows.exclude(mission__person__account=user).exclude(mission__host__in=own_hosts).exclude(sent_by_id=user.pk)
    return _doubtful_first(rows.exclude(Q(attested_by_id__isnull=False) & Q(attested_by_id=user.pk)))


def _doubtful_first(rows: QuerySet[Report]) -> QuerySet[Report]:
    return rows.annotate(plausible=Case(When(doubts=[], then=Constant(1)), default=Constant(0))).order_by(
        "plausible", "month", "pk"
    )


def own_missions(user: User) -> QuerySet[Mission]:
    return Mission.objects.filter(person__account=user, started_on__isnull=False)


def months_of(mission: Mission, today: date) -> list[tuple[date, Report | None]]:
    """Each month served that is over, the last first, with its last report; the mission comes with its whereabouts."""
    rows = {report.month: report for report in mission.indicator_reports.order_by("month", "version")}
    if mission.started_on is None:
        return []
    found, month = [], mission.started_on.replace(day=1)
    while month < today.replace(day=1):
        if last_day_served(mission, month):
            found.append((month, rows.get(month)))
        month = add_months(month, 1)
    return found[::-1]


def months_to_count(mission: Mission, today: date) -> list[date]:
    """Those without a report, or returned; the oldest first."""
    return [
        month
        for month, report in months_of(mission, today)[::-1]
        if report is None or report.state == ReportState.RETURNED
    ]


def located(missions: QuerySet[Mission]) -> QuerySet[Mission]:
    return with_whereabouts(missions.select_related("person", "host__commune", "form"))


def unsent(missions: QuerySet[Mission], month: date) -> QuerySet[Mission]:
    """Those of the missions that have no report of this month which stands."""
    return missions.exclude(Exists(Report.objects.filter(mission=OuterRef("pk"), month=month, state__in=LIVE)))


def sums_of(reports: Collection[Report]) -> dict[int, list[tuple[str, int]]]:
    """What each report counted, by name of indicator, in the order of the catalogue: one question."""
    names = {sheet.code: (place, sheet.name) for place, sheet in enumerate(indicators.catalogue())}
    found: dict[int, list] = defaultdict(list)
    for report, code, amount in (
        Value.objects.filter(report__in=reports)
        .order_by()
        .values_list("report", "indicator")
        .annotate(sum=Sum("amount"))
    ):
        found[report].append((names.get(code, (len(names), code)), amount))
    return {report: [(name, amount) for (_place, name), amount in sorted(rows)] for report, rows in found.items()}


def sent_sums(reports: Sequence[int]) -> list[tuple[int, str, int]]:
    """(report, code, sum) of each indicator that each counted, in the order given, then of the catalogue."""
    places = {sheet.code: place for place, sheet in enumerate(indicators.catalogue())}
    ranks = {report: rank for rank, report in enumerate(reports)}
    rows = (
        Value.objects.filter(report__in=reports)
        .order_by()
        .values_list("report", "indicator")
        .annotate(sum=Sum("amount"))
    )
    return sorted(rows, key=lambda row: (ranks[row[0]], places.get(row[1], len(places)), row[1]))


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a month with what happened to it: (step, day, who, reason)."""

    report: Report
    steps: Sequence[tuple[str, date, str, str]]


def versions_of(report: Report) -> list[Version]:
    """Every version of the same month, the first first, with who did what, when and why."""
    rows = list(Report.objects.filter(mission=report.mission_id, month=report.month).order_by("version"))
    moves = Transition.objects.filter(subject=REPORT_LIFE.subject, subject_id__in=[row.pk for row in rows]).order_by(
        "pk"
    )
    steps: dict[int, list[Transition]] = defaultdict(list)
    for move in moves:
        steps[move.subject_id].append(move)
    people = {row.sent_by_id for row in rows} | {move.by_id for move in moves}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=people)}
    return [
        Version(row, [(str(words.STEPS["send"]), row.sent_on, names.get(row.sent_by_id, ""), row.why),
                      *((str(words.STEPS[move.name]), move.on, names.get(move.by_id, ""), move.reason) for move in steps[row.pk])])
        for row in rows
    ]  # fmt: skip


def compared(versions: Sequence[Version]) -> list[tuple[str, Cell, list[int | None]]]:
    """Each cell counted in one version at least: (indicator, cell, the amount in each version)."""
    told: dict[tuple, dict[int, int]] = defaultdict(dict)
    for value in Value.objects.filter(report__in=[one.report for one in versions]).order_by("pk"):
        told[value.indicator, Cell(value.sex, value.age, value.disability)][value.report_id] = value.amount
    return [(*key, [amounts.get(one.report.pk) for one in versions]) for key, amounts in told.items()]


def previous_month(today: date) -> date:
    return (today.replace(day=1) - timedelta(1)).replace(day=1)
