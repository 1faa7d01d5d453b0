"""Reading savings groups: which are in sight, which months are late, where each stands, what leaves the norms."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.models import Transition
from teriya.foundation.core.periods import add_months
from teriya.foundation.rules import queries as rules
from teriya.insertion.groups.engine import flags as engine
from teriya.insertion.groups.engine.box import Counted, Standing, follow
from teriya.insertion.groups.engine.flags import Flag, Norms
from teriya.insertion.groups.states import GroupState
from teriya.service.missions.models import Mission
from teriya.service.missions.states import RUNNING

if TYPE_CHECKING:
    from teriya.insertion.groups.models import MonthTotals, SavingsGroup

_NORMS = {
    "members_least": "group_members_least", "members_most": "group_members_most", "stamp_least": "group_stamp_least",
    "stamp_most": "group_stamp_most", "stamps_meeting": "group_stamps_meeting", "loan_rate": "group_loan_rate",
}  # fmt: skip


class GroupQuerySet(QuerySet):
    def visible_to(self, user: User) -> "GroupQuerySet":
        """Those of the communes where a role reads groups."""
        communes = user.communes(P.GROUPS_READ)
        return self if communes is None else self.filter(commune__in=communes)

    def running(self) -> "GroupQuerySet":
        return self.filter(state=GroupState.RUNNING)

    def with_size(self) -> "GroupQuerySet":
        """`size`: members who have not left."""
        return self.annotate(size=Count("members", filter=Q(members__left_on=None)))


def norms(on: date) -> Norms:
    """The norms in force that day."""
    return Norms(**{name: rules.value(rule, on=on).value for name, rule in _NORMS.items()})


def last_due(today: date) -> date:
    """The last month whose totals should be in: its end and the days to enter them are past."""
    passed = today - timedelta(rules.value("group_totals_days", on=today).value)
    return add_months(passed.replace(day=1), -1)


def late_months(groups: GroupQuerySet, today: date) -> dict[int, list[date]]:
    """Group id → months that should be in and are not, the oldest first; running groups only, in one query."""
    until, opened, known = last_due(today), {}, defaultdict(set)
    for pk, opened_on, month in groups.running().order_by().values_list("pk", "opened_on", "months__month"):
        opened[pk] = opened_on.replace(day=1)
        known[pk].add(month)
    found = {pk: [month for month in _months(first, until) if month not in known[pk]] for pk, first in opened.items()}
    return {pk: months for pk, months in found.items() if months}


def months_to_enter(group: "SavingsGroup", today: date) -> list[date]:
    """Every month since the opening that has no totals, the current one included."""
    known = set(group.months.values_list("month", flat=True))
    return [month for month in _months(group.opened_on.replace(day=1), today.replace(day=1)) if month not in known]


def _months(first: date, last: date) -> Iterable[date]:
    while first <= last:
        yield first
        first = add_months(first, 1)


@dataclass(frozen=True)
class Told:
    """One month of a group: its totals, where the group stands after it, what leaves the norms."""

    totals: "MonthTotals"
    standing: Standing
    flags: list[Flag]


def months_of(group: "SavingsGroup", members: int, norms: Norms) -> list[Told]:
    """The months entered, the oldest first."""
    rows = list(group.months.order_by("month"))
    counted = [Counted(**{name: getattr(row, name) for name in row.COUNTED}) for row in rows]
    standings = follow(counted, stamp=group.stamp, solidarity=group.solidarity_start)
    return [
        Told(row, standing, list(engine.of_month(standing, members=members, contribution=group.contribution, norms=norms)))
        for row, standing in zip(rows, standings, strict=True)
    ]  # fmt: skip


def flags_of(group: "SavingsGroup", norms: Norms) -> list[Flag]:
    """What leaves the norms in the group itself."""
    members = list(group.members.filter(left_on=None).values_list("duty", "has_key"))
    duties, keys = [duty for duty, _key in members if duty], sum(key for _duty, key in members)
    return list(engine.of_group(len(members), duties, keys, group.stamp, norms))


def ended_service(group: "SavingsGroup") -> int:
    """Members who are volunteers and serve no more: the group is followed all the same."""
    people = group.members.filter(left_on=None, person__isnull=False)
    serving = Mission.objects.filter(state__in=RUNNING).values("person")
    return people.exclude(person__in=serving).count()


@dataclass
class Region:
    """The running groups of one region; `flag`: an average outside the norm."""

    name: str
    code: str
    groups: int = 0
    members: int = 0
    late: int = 0
    flags: list[Flag] = field(default_factory=list)

    @property
    def average(self) -> int:
        return engine.average_tenths(self.members, self.groups)


def regions(groups: GroupQuerySet, late: dict[int, list[date]], norms: Norms) -> list[Region]:
    """By region, in the order of names."""
    found: dict[str, Region] = {}
    rows = groups.running().with_size().order_by("commune__region__name")
    for pk, code, name, size in rows.values_list("pk", "commune__region__code", "commune__region__name", "size"):
        region = found.setdefault(code, Region(name, code))
        region.groups, region.members, region.late = region.groups + 1, region.members + size, region.late + (pk in late)  # fmt: skip
    for region in found.values():
        if region.groups > 1:  # one group out of the norm says so on its own page
            region.flags = list(engine.of_average(region.members, region.groups, norms))
    return list(found.values())


def history_of(group: "SavingsGroup") -> list[tuple[Transition, str]]:
    """Each step taken, with the word of the state that it led to."""
    rows = Transition.objects.filter(subject="savings_group", subject_id=group.pk).order_by("pk")
    return [(step, GroupState(step.to).label) for step in rows]
