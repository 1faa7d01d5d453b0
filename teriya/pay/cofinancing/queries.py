"""What hosts owe and have paid, how late it is, how well it comes in."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet, Sum

from teriya.foundation.accounts.models import User
from teriya.foundation.core.models import Transition
from teriya.foundation.ledger.models import Envelope, SourceKind
from teriya.mobilisation.hosts.models import Host
from teriya.pay.cofinancing.engine.accounts import bucket
from teriya.pay.cofinancing.models import Allocation, Call, Payment


def balance(host: Host) -> int:
    """Francs that a host owes: called, less what it paid; below zero, it has a credit."""
    return balances([host.pk])[host.pk]


def balances(hosts: Collection[int]) -> dict[int, int]:
    """`balance` of each host, by two questions."""
    found = dict.fromkeys(hosts, 0)
    for host, francs in (
        Call.objects.standing().filter(host__in=hosts).order_by().values_list("host").annotate(Sum("total"))
    ):
        found[host] += francs
    paid = (
        Payment.objects.filter(host__in=hosts, state="confirmed")
        .order_by()
        .values_list("host")
        .annotate(Sum("amount"))
    )
    for host, francs in paid:
        found[host] -= francs
    return found


def pressing(on: date) -> QuerySet[Call]:
    """Calls past their day, for what nobody contests and no instalments cover: `late` francs."""
    rows = Call.objects.owing().filter(due_on__lt=on).exclude(plans__state="agreed")
    return rows.annotate(late=F("left") - F("contested")).filter(late__gt=0)


def days_late(hosts: Collection[int], on: date) -> dict[int, tuple[int, int]]:
    """Host id → (days of its oldest pressing call, francs of all of them); a host that is not late is left out."""
    found: dict[int, tuple[int, int]] = {}
    for host, due_on, late in pressing(on).filter(host__in=hosts).values_list("host", "due_on", "late"):
        days, francs = found.get(host, (0, 0))
        found[host] = (max(days, (on - due_on).days), francs + late)
    return found


@dataclass(frozen=True, slots=True)
class Aged:
    """What is owed and past its day, of one region and kind of host, by age."""

    region: str
    kind: str
    ages: dict[str, int]

    @property
    def francs(self) -> int:
        return sum(self.ages.values())


def ageing(on: date, hosts: QuerySet[Host] | None = None) -> list[Aged]:
    """What is late, by region and kind, in the four ages of the field; contested and agreed in instalments too: it is owed."""
    rows = Call.objects.owing().filter(due_on__lt=on)
    rows = rows if hosts is None else rows.filter(host__in=hosts)
    found: dict[tuple[str, str], dict[str, int]] = {}
    for region, kind, due_on, left in rows.values_list(
        "host__commune__region__name", "host__legal_form", "due_on", "left"
    ):
        ages = found.setdefault((region or "", kind), {})
        age = bucket((on - due_on).days)
        ages[age] = ages.get(age, 0) + left
    return [Aged(region, kind, ages) for (region, kind), ages in sorted(found.items())]


@dataclass(frozen=True, slots=True)
class Recovered:
    """Of the calls due in a period, net of credits: what was due, what was paid."""

    region: str
    kind: str
    paid: int
    due: int

    @property
    def percent(self) -> int | None:
        return self.paid * 100 // self.due if self.due else None


def recovery(since: date, until: date) -> list[Recovered]:
    """By region and kind: paid ÷ called due, for the calls whose day falls between two days, both inside."""
    by = ("host__commune__region__name", "host__legal_form")
    sums: dict[tuple[str, str], list[int]] = {}
    calls = Call.objects.standing().filter(due_on__range=(since, until), total__gt=0)
    for *key, total in calls.order_by().values_list(*by).annotate(Sum("total")):
        sums[tuple(key)] = [0, total]
    brought = Allocation.objects.filter(call__in=calls, released_on=None).order_by()
    for *key, paid, credited in brought.values_list(*(f"call__{name}" for name in by)).annotate(
        paid=Sum("amount", filter=Q(payment__isnull=False), default=0), credited=Sum("amount", filter=Q(credit__isnull=False), default=0)
    ):  # fmt: skip
        sums[tuple(key)][0] += paid
        sums[tuple(key)][1] -= credited
    return [Recovered(region or "", kind, *pair) for (region, kind), pair in sorted(sums.items(), key=lambda item: (item[0][0] or "", item[0][1]))]  # fmt: skip


def envelope_of_shares(on: date) -> Envelope | None:
    """Where what hosts pay is received: the envelope of hosts that is open that day, the latest."""
    return shares_among(Envelope.objects.filter(kind=SourceKind.HOST), on)


def shares_among(envelopes: Iterable[Envelope], on: date) -> Envelope | None:
    """`envelope_of_shares`, of envelopes read already."""
    rows = [
        row for row in envelopes
        if row.kind == SourceKind.HOST and row.opens_on <= on and (row.closes_on is None or row.closes_on >= on)
    ]  # fmt: skip
    return max(rows, key=lambda row: (row.opens_on, row.pk), default=None)


def own_hosts(user: User) -> QuerySet[Host]:
    """The hosts whose officer this person is."""
    return Host.objects.filter(officers__user=user, officers__until=None, officers__duty="officer").distinct()


def history_of(subject: str, pk: int) -> QuerySet[Transition]:
    return Transition.objects.filter(subject=subject, subject_id=pk).order_by("pk")
