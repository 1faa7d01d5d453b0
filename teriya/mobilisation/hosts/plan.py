"""Where needs stand, by domain and region, against the money: planned, asked, approved, funded, filled."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from teriya.foundation.ledger import queries as ledger
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.rules.templatetags.words import label
from teriya.mobilisation.hosts.models import Need, Planned, Seat
from teriya.mobilisation.hosts.needs import cost
from teriya.mobilisation.hosts.states import OPEN_NEED, WAITING, NeedState, SeatState

STEPS = ("planned", "asked", "approved", "funded", "filled")
_WIDTH = 1000  # of a bar, in its own units


@dataclass
class Cell:
    """Seats of one domain in one region; each step counts those of the next."""

    domain: str
    region: str
    planned: int = 0
    asked: int = 0
    approved: int = 0
    funded: int = 0
    filled: int = 0
    bars: list[tuple[str, int]] = field(default_factory=list)  # shade, width: from the widest to the narrowest

    @property
    def top(self) -> int:
        return max(self.planned, self.asked)


@dataclass(frozen=True)
class Plan:
    cells: list[Cell]
    total: Cell
    unfunded: int
    unfunded_cost: int
    available: int

    @property
    def is_covered(self) -> bool:
        return self.unfunded_cost <= self.available


def plan_of(needs: QuerySet[Need], planned: QuerySet[Planned], on: date) -> Plan:
    """The plan of these needs, and of lines planned by conventions that nobody has confirmed yet. Francs are whole."""
    cells: dict[tuple, Cell] = {}

    def add(rows: Iterable[tuple], name: str) -> None:
        for domain, region, count in rows:
            cell = cells.setdefault((domain, region), Cell(label(domain, "domain"), region))
            setattr(cell, name, getattr(cell, name) + count)

    alive = needs.filter(state__in=[*OPEN_NEED, *WAITING, NeedState.APPROVED])
    by = ("host__domain", "host__commune__region__name")
    asked = list(alive.values_list(*by).annotate(Sum("places")).order_by())
    add(asked, "asked")
    waiting = planned.filter(state="planned").values_list(*by).annotate(Sum("places")).order_by()
    add([*asked, *waiting], "planned")
    seats = Seat.objects.filter(need__in=alive).exclude(state=SeatState.CLOSED)
    rows = seats.values_list(*(f"need__{name}" for name in by)).order_by()
    add(rows.annotate(Count("pk")), "approved")
    add(rows.filter(envelope__isnull=False).annotate(Count("pk")), "funded")
    add(rows.filter(state=SeatState.FILLED).annotate(Count("pk")), "filled")
    found = sorted(cells.values(), key=lambda cell: (cell.domain, cell.region))
    total = Cell("", "", **{step: sum(getattr(cell, step) for cell in found) for step in STEPS})
    _draw(found)
    free = seats.filter(envelope=None)
    return Plan(found, total, free.count(), _cost(free), _available(on))


@dataclass(frozen=True)
class Budget:
    """What needs would cost once approved, beside what is already approved without money and what envelopes hold."""

    cost: int
    waiting: int
    available: int

    @property
    def is_short(self) -> bool:
        return self.cost + self.waiting > self.available


def budget_of(needs: Iterable[Need], on: date) -> Budget:
    free = Seat.objects.filter(envelope=None, state=SeatState.OPEN, need__state=NeedState.APPROVED)
    return Budget(sum(cost(need) * need.places for need in needs), _cost(free), _available(on))


def _draw(cells: list[Cell]) -> None:
    """The bar of each cell, on its own scale: planned lightest, filled darkest, each inside the one before."""
    for cell in cells:
        cell.bars = [
            (f"s{shade}", getattr(cell, step) * _WIDTH // (cell.top or 1)) for shade, step in enumerate(STEPS)
        ]


def _cost(seats: QuerySet[Seat]) -> int:
    counts: dict[int, int] = defaultdict(int)
    for need, count in seats.values_list("need").annotate(Count("pk")).order_by():
        counts[need] += count
    needs = Need.objects.filter(pk__in=counts).select_related("form")
    return sum(cost(need) * counts[need.pk] for need in needs)


def _available(on: date) -> int:
    """What the envelopes open that day still hold."""
    open_ones = Envelope.objects.filter(Q(closes_on=None) | Q(closes_on__gte=on), opens_on__lte=on)
    standings = ledger.standings()
    return sum(standings[row.pk].available for row in open_ones if row.pk in standings)
