"""Money that waits for its owner: cash that an institution brought back, refunds not collected, savings of those who left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from teriya.foundation.core.words import fold
from teriya.foundation.rules import queries as rules
from teriya.pay.allowances.models import PaymentOrder
from teriya.pay.allowances.queries import is_dead
from teriya.pay.savings import queries
from teriya.pay.savings.models import HeirsAct, Refund
from teriya.pay.savings.states import LIVE, HeirsState, RefundState
from teriya.people.models import Person
from teriya.service.missions.models import Mission
from teriya.service.missions.states import RUNNING

BUCKETS = ((90, "0–90"), (180, "91–180"), (365, "181–365"), (None, "> 365"))


@dataclass(frozen=True)
class Unclaimed:
    """`what`: cash, refund or savings; `since`: the day from which it waits; `next`, `url`: what to do, and where."""

    what: str
    label: str
    person: Person
    region: str
    francs: int
    since: date
    next: str
    url: str
    may_be_told: bool = True

    def days(self, on: date) -> int:
        return (on - self.since).days

    @property
    def owner(self) -> int:
        return self.person.merged_into_id or self.person.pk


def unclaimed(on: date) -> list[Unclaimed]:
    """Everything that waits longer than the pack says, the oldest first; in a few queries, whatever the number of rows."""
    return sorted([*_cash(on), *_refunds(on), *_left(on)], key=lambda row: (row.since, row.person.pk))


def by_age(rows: Sequence[Unclaimed], on: date) -> list[tuple[str, int]]:
    """(days, francs) of each bucket of age."""
    sums = [0] * len(BUCKETS)
    for row in rows:
        place = next(n for n, (most, _label) in enumerate(BUCKETS) if most is None or row.days(on) <= most)
        sums[place] += row.francs
    return [(label, francs) for (_most, label), francs in zip(BUCKETS, sums, strict=True)]


def _cash(on: date) -> Iterator[Unclaimed]:
    """Orders that came back because nobody came for them, and that nobody has paid again."""
    motives = [fold(word) for word in rules.amount("unclaimed_motives", on=on, default=())]
    before = on - timedelta(rules.amount("cash_unclaimed_days", on=on, default=0))
    orders = PaymentOrder.objects.filter(state="returned", line__state="returned", settled_on__lte=before)
    last: dict[int, PaymentOrder] = {}
    rows = orders.select_related("line__mission__person", "line__mission__host__commune__region")
    for order in rows.order_by("attempt"):
        last[order.line_id] = order
    for order in last.values():
        if any(word in fold(order.returned_because) for word in motives):
            mission = order.line.mission
            dead = is_dead(mission)
            step = (
                _("décédé : mettre de côté pour les héritiers")
                if dead
                else _("vérifier le compte, puis payer à nouveau")
            )
            address = (
                reverse("savings:person", args=[mission.person.matricule])
                if dead
                else reverse("allowances:line", args=[order.line_id])
            )
            yield Unclaimed(
                "cash", _("Paie non réclamée"), mission.person, mission.host.commune.region.name, order.amount, order.settled_on,
                step, address, not dead,
            )  # fmt: skip


def _refunds(on: date) -> Iterator[Unclaimed]:
    """Refunds that came back, and those approved that nobody has collected for longer than the pack says."""
    before = on - timedelta(rules.amount("cash_unclaimed_days", on=on, default=0))
    rows = Refund.objects.filter(
        Q(state=RefundState.RETURNED) | Q(state=RefundState.APPROVED, approved_on__lte=before)
    )
    rows = list(rows.select_related("person", "heir").prefetch_related("payments"))
    last = _last_missions({row.person_id for row in rows})
    for row in rows:
        back = [payment.returned_on for payment in row.payments.all() if payment.returned_on]
        is_back = row.state == RefundState.RETURNED
        yield Unclaimed(
            "refund", _("Remboursement revenu") if is_back else _("Remboursement non retiré"), row.person,
            _region(last.get(row.person_id)), row.amount, max(back) if is_back else row.approved_on,
            _("demander où payer, puis relancer") if is_back else _("payer, ou refuser avec le motif"),
            reverse("savings:refund", args=[row.pk]), row.heir_id is None,
        )  # fmt: skip


def _left(on: date) -> Iterator[Unclaimed]:
    """Savings of those who left longer ago than the pack says and for whom no refund is under way."""
    before = on - timedelta(rules.amount("savings_unclaimed_days", on=on, default=0))
    sums = {person: francs for person, francs in queries.balances().items() if francs > 0}
    for person in Refund.objects.filter(state__in=LIVE).values_list("person", flat=True):
        sums.pop(person, None)
    last = {person: mission for person, mission in _last_missions(sums).items() if mission.ended_on <= before}
    named = set(HeirsAct.objects.filter(person__in=last, state=HeirsState.APPROVED).values_list("person", flat=True))
    for person in Person.objects.filter(pk__in=last):
        mission, dead = last[person.pk], is_dead(last[person.pk])
        if dead:
            step = _("demander le remboursement des héritiers") if person.pk in named else _("inscrire les héritiers")
        else:
            step = _("demander le remboursement")
        yield Unclaimed(
            "savings", _("Épargne d’un décédé") if dead else _("Épargne"), person, _region(mission), sums[person.pk],
            mission.ended_on, step, reverse("savings:person", args=[person.matricule]), not dead,
        )  # fmt: skip


def _last_missions(owners) -> dict[int, Mission]:
    """Person for life → the last mission that ended; those whose mission runs are left out."""
    of = Q(person__in=owners) | Q(person__merged_into__in=owners)
    rows = Mission.objects.filter(of).select_related("person", "host__commune__region")
    running = {_owner(row) for row in rows.filter(state__in=RUNNING)}
    found = {_owner(row): row for row in rows.filter(ended_on__isnull=False).order_by("ended_on", "pk")}
    return {person: mission for person, mission in found.items() if person not in running}


def _owner(mission: Mission) -> int:
    return mission.person.merged_into_id or mission.person_id


def _region(mission: Mission | None) -> str:
    return mission.host.commune.region.name if mission else ""
