"""What hosts paid, or were given back, meets what they owe: the call that the payer names, then the oldest first."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from teriya.mobilisation.hosts.models import Fact
from teriya.mobilisation.hosts.responsiveness import Noted, note
from teriya.pay.cofinancing.engine.accounts import allocate
from teriya.pay.cofinancing.models import Allocation, Call, Payment


@dataclass
class _Source:
    """A payment or a credit with what it has not settled yet."""

    left: int
    of: dict
    towards: int | None = None


def settle(hosts: Collection[int], *, on: date) -> list[Allocation]:
    """Allocate everything free of these hosts, whose rows the caller has locked. Credits serve before payments."""
    free, owing = _free(hosts), defaultdict(dict)
    for call in Call.objects.owing().filter(host__in=free):
        owing[call.host_id][call.pk] = call.left
    new = []
    for host, sources in free.items():
        left = owing[host]
        for source in sources:
            order = sorted(left, key=lambda pk, named=source.towards: pk != named)  # stable: the oldest first after it
            for call, francs in allocate(source.left, [(pk, left[pk]) for pk in order]):
                left[call] -= francs
                new.append(Allocation(call_id=call, amount=francs, on=on, **source.of))
    Allocation.objects.bulk_create(new)
    tell_facts({row.call_id for row in new})
    return new


def release(allocations, *, on: date) -> set[int]:
    """Allocations that count no more; returns the calls that they settled."""
    rows = list(allocations.filter(released_on=None))
    for row in rows:
        row.released_on = on
    Allocation.objects.bulk_update(rows, ["released_on"])
    return {row.call_id for row in rows}


def tell_facts(calls: Collection[int]) -> None:
    """What hosts then note of a call: its day, and the one on which it was settled whole."""
    rows = Call.objects.standing().with_left().filter(pk__in=calls, total__gt=0)
    last = dict(
        Allocation.objects.filter(call__in=calls, released_on=None).order_by("call", "-on", "-pk").distinct("call").values_list("call", "on")
    )  # fmt: skip
    note([
        Noted(row.host_id, Fact.Kind.SHARE, "host_call", row.pk, row.due_on, None if row.left else last.get(row.pk, row.due_on))
        for row in rows
    ])  # fmt: skip


def credit_of(hosts: Collection[int]) -> dict[int, int]:
    """Host id → francs paid or given back that no call has taken."""
    return {host: sum(source.left for source in sources) for host, sources in _free(hosts).items()}


def _free(hosts: Collection[int]) -> dict[int, list[_Source]]:
    found: dict[int, list[_Source]] = {}
    live = Allocation.objects.filter(released_on=None).order_by()
    for name, rows, value in (
        ("credit", Call.objects.standing().filter(host__in=hosts, total__lt=0).order_by("issued_on", "pk"), lambda row: -row.total),
        ("payment", Payment.objects.filter(host__in=hosts, state="confirmed").order_by("paid_on", "pk"), lambda row: row.amount),
    ):  # fmt: skip
        used = dict(live.filter(**{f"{name}__in": rows.order_by()}).values_list(name).annotate(Sum("amount")))
        for row in rows:
            if left := value(row) - used.get(row.pk, 0):
                towards = getattr(row, "towards_id", None)
                found.setdefault(row.host_id, []).append(_Source(left, {f"{name}_id": row.pk}, towards))
    return found
