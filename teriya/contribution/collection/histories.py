"""What a month's counts are held against: the mission's service that month, its own past, the others of its profile."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from django.db.models import QuerySet, Sum

from teriya.contribution.collection.engine.plausible import SURVIVORS, Known, Month
from teriya.contribution.collection.models import Report, Value
from teriya.contribution.collection.states import OPEN, ReportState
from teriya.foundation.core.periods import Month as Calendar
from teriya.foundation.core.periods import add_months
from teriya.foundation.rules import indicators
from teriya.service.attendance.queries import open_days
from teriya.service.missions.models import Mission
from teriya.service.missions.queries import spans_served

MONTHS = 12  # of history
NEWEST = 300  # reports of the profile: the last ones, so that the question costs the same at any size
Amounts = dict[int, dict[str, list[int]]]  # of a mission, by indicator


def months_of(counted: Sequence[tuple[Mission, date]]) -> list[Month]:
    """For each (mission, month), what its counts are held against; missions come with their whereabouts. Constant in queries a profile."""
    if not counted:
        return []
    first = min(month for _mission, month in counted)
    others = {
        (profile, month): _of_profile(profile, month)
        for profile, month in {(mission.profile, month) for mission, month in counted}
    }
    own, planted = _own(counted), _planted(counted, first)
    sheets = {profile: indicators.of_profile(profile) for profile, _month in others}
    return [_month(mission, month, sheets[mission.profile], others, own, planted) for mission, month in counted]


def _month(
    mission: Mission, month: date, sheets: Collection[indicators.Indicator], others: Mapping, own: Mapping, planted: Mapping
) -> Month:  # fmt: skip
    calendar = Calendar.of(month)
    working = open_days(calendar.first, calendar.last)
    spans = spans_served(mission, calendar.first, calendar.last)
    served = [day for day in working if any(first <= day <= last for first, last in spans)]
    known = {
        sheet.code: Known(
            sheet.most, sheet.is_stock, others[mission.profile, month].get(sheet.code, ()),
            [amount for told, amount in own.get((mission.pk, sheet.code), ()) if told < month], _left_of(mission, month, sheet.code, planted),
        )
        for sheet in sheets
    }  # fmt: skip
    return Month(len(working), len(served), known)


def _left_of(mission: Mission, month: date, code: str, planted: Mapping) -> int | None:
    if code not in SURVIVORS:
        return None
    former, months = SURVIVORS[code]
    return planted.get((mission.pk, former, add_months(month, -months)))


def _of_profile(profile: str, month: date) -> dict[str, list[int]]:
    """The counts of the newest validated reports of the profile, in the twelve months before."""
    newest = Report.objects.filter(
        state=ReportState.VALIDATED, mission__profile=profile, month__lt=month, month__gte=add_months(month, -MONTHS)
    )
    reports = list(newest.order_by("-month", "-pk").values_list("pk", flat=True)[:NEWEST])
    found: dict[str, list[int]] = defaultdict(list)
    for _report, code, amount in _sums(Value.objects.filter(report__in=reports), "report"):
        found[code].append(amount)
    return found


def _own(counted: Sequence[tuple[Mission, date]]) -> dict[tuple[int, str], list[tuple[date, int]]]:
    latest = max(month for _mission, month in counted)
    values = _standing([mission.pk for mission, _month in counted]).filter(
        month__lt=latest, month__gte=add_months(latest, -2 * MONTHS)
    )
    found: dict[tuple[int, str], list[tuple[date, int]]] = defaultdict(list)
    for mission, month, code, amount in _sums(values, "report__mission", "month"):
        found[mission, code].append((month, amount))
    return {key: sorted(rows)[-MONTHS:] for key, rows in found.items()}


def _planted(counted: Sequence[tuple[Mission, date]], first: date) -> dict[tuple[int, str, date], int]:
    """What each mission says that it put in the ground, each month that may be asked for."""
    codes = {former for former, _months in SURVIVORS.values()}
    longest = max(months for _former, months in SURVIVORS.values())
    values = _standing([mission.pk for mission, _month in counted]).filter(
        indicator__in=codes, month__gte=add_months(first, -longest)
    )
    return {
        (mission, code, month): amount
        for mission, month, code, amount in _sums(values, "report__mission", "month")
    }  # fmt: skip


def _standing(missions: Collection[int]) -> QuerySet[Value]:
    """Cells of these missions that count."""
    return Value.objects.filter(report__state=ReportState.VALIDATED, report__mission__in=missions)


def _sums(values: QuerySet[Value], *by: str) -> QuerySet:
    return values.order_by().values_list(*by, "indicator").annotate(amount=Sum("amount"))


def last_told(mission: Mission) -> tuple[date | None, dict[str, int]]:
    """The last month that this mission told, whatever waits for it, with the sum of each indicator."""
    last = (
        Report.objects.filter(mission=mission, state__in=(*OPEN, ReportState.VALIDATED))
        .order_by("-month", "-version")
        .first()
    )
    if last is None:
        return None, {}
    return last.month, {code: amount for _report, code, amount in _sums(last.values.all(), "report")}


def last_day_served(mission: Mission, month: date) -> date | None:
    """The last day of service within the month: where the work was done."""
    spans = spans_served(mission, month, add_months(month, 1) - timedelta(1))
    return spans[-1][1] if spans else None
