"""What a month would cost, before it is prepared: nothing is written, the lines are computed and thrown away.

Three sorts of francs: what confirmed months give, as the preparation would count it; what months not confirmed yet would give, an estimate;
what funded seats that nobody holds yet would give, an estimate too. Lump sums and corrections are counted with the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from teriya.foundation.core.money import split
from teriya.foundation.core.periods import Month, between, last_day
from teriya.foundation.ledger import queries as ledger
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts.models import Seat
from teriya.pay.allowances import dues
from teriya.pay.allowances import queries as pay
from teriya.pay.allowances.dues import Due
from teriya.pay.allowances.estimates import Estimator
from teriya.pay.allowances.ghosts import Signs
from teriya.pay.allowances.models import PayLine
from teriya.service.attendance.queries import service_end
from teriya.service.missions.models import Mission

NO_ENVELOPE = 0


@dataclass
class Cost:
    """Of one envelope and one form, in francs. `stopped`: of confirmed months, what a control would stop."""

    envelope: int
    form: str
    confirmed: int = 0
    stopped: int = 0
    expected: int = 0
    free: int = 0
    people: set[int] = field(default_factory=set)

    @property
    def all(self) -> int:
        return self.confirmed + self.stopped + self.expected + self.free


@dataclass(frozen=True)
class Need:
    """What an envelope would have to give, and what it still holds: granted less what was ordered."""

    title: str
    funder: str
    costs: list[Cost]
    left: int

    @property
    def all(self) -> int:
        return sum(cost.all for cost in self.costs)

    @property
    def missing(self) -> int:
        return max(self.all - self.left, 0)


def simulate(month: Month, forms: Iterable[Form], on: date) -> list[Need]:
    """The needs of each envelope for a month, the most missing first."""
    costs: dict[tuple[int, str], Cost] = {}
    for form in forms:
        for one in (*_confirmed(month, form, on), *_expected(month, form), *_free(month, form)):
            cost = costs.setdefault((one.envelope, one.form), Cost(one.envelope, one.form))
            cost.confirmed, cost.stopped = cost.confirmed + one.confirmed, cost.stopped + one.stopped
            cost.expected, cost.free = cost.expected + one.expected, cost.free + one.free
            cost.people |= one.people
    held, names = ledger.standings(), Envelope.objects.in_bulk({envelope for envelope, _form in costs})
    found = []
    for envelope in dict.fromkeys(envelope for envelope, _form in costs):
        own, standing = (
            sorted((cost for cost in costs.values() if cost.envelope == envelope), key=lambda cost: cost.form),
            held.get(envelope),
        )
        name = names.get(envelope)
        left = standing.granted - standing.spent if standing else 0
        found.append(Need(name.title if name else "", name.funder if name else "", own, left))
    return sorted(found, key=lambda need: (-need.missing, -need.all, need.title))


def _confirmed(month: Month, form: Form, on: date) -> Iterable[Cost]:
    """As the preparation would count them, what is stopped apart."""
    missions = list(_with_payers(pay.to_pay(month, form.pk)))
    orders = list(pay.orders_of({pay.owner_of(mission.person) for mission in missions}))
    closed = list(_with_payers(pay.closed_unpaid(form, month.last)))
    owing = pay.corrections_to_pay(form, month.last).select_related(
        "line__mission__person", "line__mission__form", "line__mission__seat"
    )
    signs = Signs()
    computed = [
        *dues.Calculation(month, form.code, on, orders, signs).of(missions),
        *dues.of_closing(closed, on, signs),
        *dues.of_corrections(list(owing), on, signs),
    ]
    return (cost for due in computed for cost in _of_due(due, form.code))


def _of_due(due: Due, form: str) -> Iterable[Cost]:
    who, is_stopped = due.line.mission.person_id, due.line.state == "blocked"
    parts = [(part.envelope_id, part.amount) for part in due.splits] or [
        (NO_ENVELOPE, due.line.net + due.line.retained)
    ]
    for envelope, francs in parts:
        yield Cost(
            envelope, form, confirmed=0 if is_stopped else francs, stopped=francs if is_stopped else 0, people={who}
        )


def _expected(month: Month, form: Form) -> Iterable[Cost]:
    """Missions that serve, or are to serve, days of the month, which neither waits confirmed nor is in a line."""
    live = PayLine.objects.filter(
        mission=OuterRef("pk"), month=month.first, nature="allowance", state__in=pay.LIVE, corrects=None
    )
    rows = Mission.objects.filter(~Exists(live), form=form, period__overlap=between(month.first, month.last)).exclude(
        state="cancelled"
    )
    missions = list(_with_payers(rows.exclude(pk__in=pay.to_pay(month, form.pk).values("pk"))))
    rate = Estimator()
    for mission in missions:
        first, last = (
            max(mission.started_on or mission.period.lower, month.first),
            min(service_end(mission), month.last),
        )
        if first <= last:
            yield from _estimated(rate, form.code, mission.seat, first, last, "expected", {mission.person_id})


def _free(month: Month, form: Form) -> Iterable[Cost]:
    """Funded seats that no mission has, of needs that cover the whole month."""
    held = Mission.objects.exclude(state="cancelled").values("seat")
    rows = Seat.objects.filter(
        need__form=form, need__state="approved", need__starts_on__lte=month.first, envelope__isnull=False
    )
    seats = [
        seat for seat in rows.exclude(pk__in=held).select_related("need", "envelope").prefetch_related("shares__envelope")
        if last_day(seat.need.starts_on, seat.need.months) >= month.last
    ]  # fmt: skip
    rate = Estimator()
    for seat in seats:
        yield from _estimated(rate, form.code, seat, month.first, month.last, "free", set())


def _estimated(
    rate: Estimator, form: str, seat: Seat, first: date, last: date, sort: str, people: set[int]
) -> Iterable[Cost]:
    """The cost of days at a seat, shared between those who pay it."""
    francs, payers = rate.cost(form, seat.need.diploma, first, last), seat.payers
    if not payers or not francs:
        payers_parts = [(NO_ENVELOPE, francs)]
    else:
        parts = split(francs, [weight for _envelope, weight in payers])
        payers_parts = [(envelope.pk, part) for (envelope, _weight), part in zip(payers, parts, strict=True)]
    for envelope, part in payers_parts:
        if part:
            yield Cost(envelope, form, people=people, **{sort: part})


def _with_payers(rows: QuerySet[Mission]) -> QuerySet[Mission]:
    return rows.select_related("person", "host", "form", "seat__need", "seat__envelope").prefetch_related(
        "seat__shares__envelope"
    )
