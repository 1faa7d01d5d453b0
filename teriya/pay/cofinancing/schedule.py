"""What hosts owe, computed from their missions: the shares of a month, and what months already called give more or less.

Nothing is written here: the same missions and rules give the same lines, whenever they are asked.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, Sum

from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.money import grouped
from teriya.foundation.core.periods import Month
from teriya.mobilisation.hosts.models import Host
from teriya.pay.cofinancing.engine.share import Share, share
from teriya.pay.cofinancing.models import Call, CallLine, Dispute
from teriya.pay.cofinancing.states import LIVE, CallKind, ClaimState, LineKind
from teriya.pay.cofinancing.terms import Book, kinds_owing
from teriya.service.missions.models import Mission
from teriya.service.missions.queries import host_on, spans_served, with_whereabouts


@dataclass(frozen=True, slots=True)
class Draft:
    """A line not saved: its mission, the month that it is about, and how it is computed."""

    mission_id: int
    month: date
    kind: str
    share: Share
    amount: int
    formula: str
    source: str

    @property
    def said(self) -> tuple:
        """What makes two lines the same."""
        return (self.mission_id, self.month, str(self.kind), self.amount)

    def line(self, call: Call) -> CallLine:
        return CallLine(call=call, kind=self.kind, mission_id=self.mission_id, month=self.month, parts=self.share.parts, whole=self.share.whole,
                        rate=self.share.rate, amount=self.amount, formula=self.formula, source=self.source[:300])  # fmt: skip


@dataclass
class _Called:
    """What a host was called for until now: (mission, month) → francs, and the rate of its first line; the months called."""

    francs: dict[tuple[int, date], int] = field(default_factory=dict)
    rates: dict[tuple[int, date], tuple[int, str]] = field(default_factory=dict)
    decided: set[tuple[int, date]] = field(default_factory=set)  # a dispute upheld is not computed again
    months: set[date] = field(default_factory=set)


def drafts(hosts: Sequence[Host], month: Month) -> dict[int, list[Draft]]:
    """Host id → the lines of its call of a month: the share of each mission, then the corrections of the months called before.

    A correction is what a month gives now less what was called for it, at the rate of its own line: a rate that changes later
    rewrites no month. Hosts without a line are left out.
    """
    called, book, found = _called(hosts), Book(), {}
    missions = _missions(hosts, called)
    for host in hosts:
        own, past = missions.get(host.pk, []), called[host.pk]
        lines = [line for mission in own if (line := _share_line(book, host, mission, month))]
        for first in sorted(past.months - {month.first}):
            lines += [line for mission in own if (line := _correction(book, host, mission, Month.of(first), past))]
        if lines:
            found[host.pk] = lines
    return found


def _counted(book: Book, form: str, spans: Sequence[tuple[date, date]], month: Month, rate: int) -> Share:
    return share(spans, month_days=month.last.day, proration=book.proration(form, month.first), rate=rate)


def _given(book: Book, host: Host, mission: Mission, month: Month, rate: int) -> Share:
    """What a mission's month gives at a host; nothing where it served elsewhere, or where the host owes nothing."""
    form = mission.form.code
    is_there = host_on(mission, month.first) == host.pk and book.owes(host, form, month.first)
    spans = spans_served(mission, month.first, month.last) if is_there else []
    return _counted(book, form, spans, month, rate)


def _share_line(book: Book, host: Host, mission: Mission, month: Month) -> Draft | None:
    rate = book.rate(host, mission.form.code, month.first)
    given = _given(book, host, mission, month, rate.value) if rate else None
    if rate is None or given is None or not given.amount:
        return None
    return Draft(mission.pk, month.first, LineKind.SHARE, given, given.amount, given.formula, rate.source)


def _correction(book: Book, host: Host, mission: Mission, month: Month, past: _Called) -> Draft | None:
    key = (mission.pk, month.first)
    before, known = past.francs.get(key, 0), past.rates.get(key)
    if known is None and (rate := book.rate(host, mission.form.code, month.first)):
        known = (rate.value, rate.source)
    if known is None or key in past.decided:
        return None
    given = _given(book, host, mission, month, known[0])
    more = given.amount - before
    formula = f"{given.formula} ; déjà appelé {grouped(before)} : {in_francs(more)}"
    return Draft(mission.pk, month.first, LineKind.CORRECTION, given, more, formula, known[1]) if more else None


def _called(hosts: Sequence[Host]) -> dict[int, _Called]:
    """What stands for each host, by four questions."""
    found = {host.pk: _Called() for host in hosts}
    calls = Call.objects.standing().filter(host__in=found)
    for host, first in calls.filter(kind=CallKind.MONTH).values_list("host", "month"):
        found[host].months.add(first)
    lines, key = CallLine.objects.filter(call__in=calls), ("call__host", "mission", "month")
    for host, mission, first, francs in lines.order_by().values_list(*key).annotate(Sum("amount")):
        found[host].francs[mission, first] = francs
    for host, mission, first, rate, source in lines.order_by("-pk").values_list(*key, "rate", "source"):
        found[host].rates[mission, first] = (rate, source)
    upheld = Dispute.objects.filter(line__call__host__in=found, state=ClaimState.UPHELD)
    for host, mission, first in upheld.values_list(*(f"line__{name}" for name in key)):
        found[host].decided.add((mission, first))
    return found


def _missions(hosts: Sequence[Host], called: dict[int, _Called]) -> dict[int, list[Mission]]:
    """Host id → the missions that have served there, or were called there."""
    ids = [host.pk for host in hosts]
    lines = {host: {mission for mission, _first in past.francs} for host, past in called.items()}
    rows = Mission.objects.filter(
        Q(host__in=ids) | Q(contracts__terms__former_seat__need__host__in=ids) | Q(pk__in=set().union(*lines.values())),
        started_on__isnull=False,
    ).select_related("form")  # fmt: skip
    found: dict[int, list[Mission]] = {}
    by_mission: dict[int, set[int]] = {}
    for host, own in lines.items():
        for mission in own:
            by_mission.setdefault(mission, set()).add(host)
    for mission in with_whereabouts(rows.distinct().order_by("number")):
        for host in {*_hosts_of(mission), *by_mission.get(mission.pk, ())} & called.keys():
            found.setdefault(host, []).append(mission)
    return found


def _hosts_of(mission: Mission) -> Iterator[int]:
    """Where it serves, and every host that a transfer took it from."""
    yield mission.host_id
    for row in mission.contracts.all():
        if hasattr(row, "terms") and row.terms.former_seat:
            yield row.terms.former_seat.need.host_id


def hosts_to_call(month: Month, among: Collection[int] | None = None) -> list[Host]:
    """Hosts of the kinds that the pack names, and those called before (their months may be corrected), without a live call."""
    before = Call.objects.standing().values("host")
    live = Call.objects.filter(month=month.first, kind=CallKind.MONTH, state__in=LIVE).values("host")
    rows = Host.objects.filter(Q(legal_form__in=kinds_owing(month.first)) | Q(pk__in=before)).exclude(pk__in=live)
    return list((rows if among is None else rows.filter(pk__in=among)).order_by("name", "pk"))
