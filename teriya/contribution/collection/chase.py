"""Reminding those who have not sent, and hosts that have not attested: once every so many days."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from teriya.contribution.collection import notices
from teriya.contribution.collection.completeness import expected_in
from teriya.contribution.collection.models import Chase, Report
from teriya.contribution.collection.reading import unsent
from teriya.contribution.collection.states import Chased, ReportState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.models import HostOfficer
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import in_perimeter


@dataclass(frozen=True, slots=True)
class Sent:
    """How many SMS left, and how many people have no telephone."""

    volunteers: int
    hosts: int
    unreachable: int


def missing(user: User, month: date, permission: str = P.INDICATORS_READ) -> QuerySet[Mission]:
    """Expected missions of the perimeter without a report of the month."""
    rows = expected_in(unsent(Mission.objects.filter(in_perimeter(user, permission)), month), month)
    return rows.select_related("person__account", "host__commune").order_by("host__commune__name", "pk")


def unattested(user: User, month: date, permission: str = P.INDICATORS_READ) -> QuerySet[Report]:
    """Reports of the perimeter that wait for their host."""
    rows = Report.objects.filter(in_perimeter(user, permission, "mission__"), month=month, state=ReportState.SENT)
    return rows.select_related("mission__tutor_account", "mission__host", "mission__person").order_by("pk")


def not_lately(rows: QuerySet, path: str, month: date, who: str, on: date) -> QuerySet:
    """Without those reminded within the days of the rule (`indicator_chase_days`)."""
    since = on - timedelta(rules.amount("indicator_chase_days", on=on, default=7))
    return rows.exclude(Exists(Chase.objects.filter(mission=OuterRef(path), month=month, who=who, on__gt=since)))


@transaction.atomic
def chase(*, month: date, by: User, on: date) -> Sent:
    """One SMS to each volunteer who has not sent the month, one to each host that has some to attest; not twice within the rule’s days."""
    require(by, P.INDICATORS_KEY)
    require_date(by, on)
    list(
        Mission.objects.filter(pk__in=missing(by, month, P.INDICATORS_KEY).values("pk"))
        .select_for_update(no_key=True)
        .order_by("pk")
    )
    late = list(not_lately(missing(by, month, P.INDICATORS_KEY), "pk", month, Chased.VOLUNTEER, on))
    waiting = list(not_lately(unattested(by, month, P.INDICATORS_KEY), "mission", month, Chased.HOST, on))
    reached = [mission for mission in late if mission.person.phone]
    attesters = _attesters(waiting)
    told = [report.mission for reports in attesters.values() for report in reports]
    Chase.objects.bulk_create(
        [Chase(mission=mission, month=month, who=Chased.VOLUNTEER, on=on, by_id=by.pk) for mission in reached]
        + [Chase(mission=mission, month=month, who=Chased.HOST, on=on, by_id=by.pk) for mission in dict.fromkeys(told)]
    )
    journal.write("collection.chase", "month", f"{month:%Y-%m}", by=by, on=on, permission=P.INDICATORS_KEY,
                  rows=[mission.pk for mission in [*reached, *told]], hosts=len(attesters))  # fmt: skip
    notices.remind_volunteers(reached, month, on)
    notices.remind_hosts(attesters, month, on)
    return Sent(len(reached), len(attesters), len(late) - len(reached))


def _attesters(reports: Iterable[Report]) -> dict[User, list[Report]]:
    """Who attests each report and has a telephone: the tutor, or an officer of the host."""
    rows = list(reports)
    officers = HostOfficer.objects.filter(
        host__in={row.mission.host_id for row in rows}, duty="officer", until=None
    ).select_related("user")
    of_host = {officer.host_id: officer.user for officer in officers.order_by("-pk")}
    found: dict[User, list[Report]] = defaultdict(list)
    for row in rows:
        who = row.mission.tutor_account or of_host.get(row.mission.host_id)
        if who and who.phone:
            found[who].append(row)
    return dict(found)
