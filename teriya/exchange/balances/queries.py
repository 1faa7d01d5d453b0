"""The balance between us and another agency, each number with the list behind it; costs planned and paid."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Sum

from teriya.exchange.balances.engine.balance import REACHED, Balance, Stage, Verdict, Way, beyond_since, count
from teriya.exchange.balances.models import Cost, Statement
from teriya.exchange.balances.sharing import Conventions, agreed, months_of
from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.relations.models import Convention
from teriya.exchange.relations.states import Line, Payer
from teriya.exchange.wire.models import Agency
from teriya.foundation.accounts.models import User


def way_of(stay: Nomination) -> Way:
    return Way.OUT if stay.is_ours else Way.IN


def known(*agencies: Agency) -> QuerySet[Nomination]:
    """All that both sides know of: each stands in the year in which its mission begins."""
    rows = Nomination.objects.filter(agency__in=agencies, state__in=list(REACHED))
    return rows.select_related("offer").order_by("starts_on", "pk")


@dataclass(frozen=True)
class Held:
    """A convention that both approved, its last version, and the balance of the stays that began under it."""

    convention: Convention
    balance: Balance
    is_in_force: bool
    since: date | None  # beyond its tolerance

    def share(self, stage: Stage, way: Way) -> str:
        """The fill rate as printed: « 80 % », nearest whole; empty where nothing was agreed."""
        part = self.balance.fill(stage, way)
        return "" if part is None else f"{(200 * part.numerator + part.denominator) // (2 * part.denominator)} %"


@dataclass(frozen=True)
class Year:
    """What begins in a year. `agreed`: the places of the conventions that begin in it; `gap`: sent less received; `total`: since the first year."""

    year: int
    balance: Balance
    total: int


@dataclass(frozen=True)
class Between:
    """All that stands between us and one agency: conventions, the last first; years, the last first."""

    agency: Agency
    held: Sequence[Held]
    years: Sequence[Year]
    stays: Sequence[Nomination]
    conventions: Conventions

    @property
    def arrived(self) -> Mapping[Way, int]:
        """Since the beginning of our records, under a convention or none."""
        found = count(_ways(self.stays))
        return {way: found.get((Stage.DEPLOYED, way), 0) for way in Way}

    @property
    def now(self) -> Held | None:
        return next((one for one in self.held if one.is_in_force), None)

    def behind(self, stage: Stage, way: Way, *, year: int = 0, uid: UUID | None = None) -> list[Nomination]:
        """The stays that a number counts: of a year, of a convention, or all."""
        return [
            stay for stay in self.stays
            if stage in REACHED[stay.state] and way == way_of(stay)
            and (not year or (stay.starts_on and stay.starts_on.year == year))
            and (not uid or ((found := self.conventions.of(stay)) and found.uid == uid))
        ]  # fmt: skip


def between(agency: Agency, on: date) -> Between:
    """Counted from the rows, in two statements."""
    return _all([agency], on)[0]


def overview(on: date) -> list[Between]:
    """Every agency with which something is agreed or begun, those beyond their tolerance first; three statements, whatever their number."""
    related = Exists(Nomination.objects.filter(agency=OuterRef("pk"), state__in=list(REACHED)))
    bound = Exists(Convention.objects.filter(agency=OuterRef("pk"), state="agreed"))
    found = _all(list(Agency.objects.filter(related | bound).order_by("name")), on)
    return sorted(found, key=lambda one: _RANK[one.now.balance.verdict] if one.now else len(_RANK))


def _all(agencies: Sequence[Agency], on: date) -> list[Between]:
    stays: dict[int, list[Nomination]] = {agency.pk: [] for agency in agencies}
    rows: dict[int, list[Convention]] = {agency.pk: [] for agency in agencies}
    for stay in known(*agencies):
        stays[stay.agency_id].append(stay)
    for row in agreed(*agencies):
        rows[row.agency_id].append(row)
    return [_between(agency, stays[agency.pk], Conventions(rows[agency.pk]), on) for agency in agencies]


_RANK = {Verdict.LEFT: 0, Verdict.COMING: 1, Verdict.KEPT: 2}


def _between(agency: Agency, stays: list[Nomination], conventions: Conventions, on: date) -> Between:
    following: dict[object, list[Nomination]] = {}
    for stay in stays:
        if version := conventions.of(stay):
            following.setdefault(version.uid, []).append(stay)
    last: dict[object, Convention] = {}
    for row in conventions.rows:
        if row.agreed_on <= on:
            last.setdefault(row.uid, row)
    held = [_held(row, following.get(row.uid, []), on) for row in last.values()]
    held.sort(key=lambda one: (one.is_in_force, one.convention.starts_on), reverse=True)
    return Between(agency, held, _years(stays, list(last.values())), stays, conventions)


def _held(row: Convention, stays: list[Nomination], on: date) -> Held:
    balance = Balance({Way.OUT: row.number_out, Way.IN: row.number_in}, count(_ways(stays)), row.tolerance)
    reached = Stage.DEPLOYED if balance.verdict == Verdict.LEFT else Stage.ACCEPTED
    days = [(_day(stay, reached), way_of(stay)) for stay in stays if reached in REACHED[stay.state]]
    since = beyond_since(days, row.tolerance) if balance.verdict != Verdict.KEPT else None
    return Held(row, balance, row.starts_on <= on <= row.ends_on, since)


def _day(stay: Nomination, reached: Stage) -> date:
    day = stay.arrived_on if reached == Stage.DEPLOYED else stay.answered_on
    assert day is not None
    return day


def _ways(stays: Iterable[Nomination]) -> Iterable[tuple[Way, str]]:
    return ((way_of(stay), stay.state) for stay in stays)


def _years(stays: list[Nomination], conventions: list[Convention]) -> list[Year]:
    numbers = {stay.starts_on.year for stay in stays if stay.starts_on} | {row.starts_on.year for row in conventions}
    found, total = [], 0
    for year in range(min(numbers), max(numbers) + 1) if numbers else ():
        agreed = {
            Way.OUT: sum(row.number_out for row in conventions if row.starts_on.year == year),
            Way.IN: sum(row.number_in for row in conventions if row.starts_on.year == year),
        }
        balance = Balance(agreed, count(_ways(stay for stay in stays if stay.starts_on and stay.starts_on.year == year)), 0)  # fmt: skip
        total += balance.gap(Stage.DEPLOYED)
        found.append(Year(year, balance, total))
    return found[::-1]


def alerts(on: date) -> list[tuple[Agency, Held]]:
    """Conventions in force whose balance is beyond their tolerance, or will be once those accepted arrive."""
    bound = Convention.objects.in_force_on(on).values("agency_id")
    found = _all(list(Agency.objects.filter(pk__in=bound).order_by("name")), on)
    return [(one.agency, one.now) for one in found if one.now and one.now.balance.verdict != Verdict.KEPT]


# costs


@dataclass(frozen=True, slots=True)
class CostRow:
    """One line of the convention, in francs: planned for us, for them, for others; paid by us, by them."""

    line: str
    planned: Mapping[str, int]
    paid_by_us: int
    paid_by_them: int

    @property
    def is_over(self) -> bool:
        return self.paid_by_us + self.paid_by_them > sum(self.planned.values())


def cost_rows(agency: Agency) -> list[CostRow]:
    """What the stays accepted should cost by the convention that each follows, and what was paid and declared, line by line."""
    conventions = Conventions.with_costs(agency)
    planned: dict[str, dict[str, int]] = {line: dict.fromkeys(("us", "them", "others"), 0) for line in Line.values}
    stays = Nomination.objects.filter(
        agency=agency, state__in=[state for state, reached in REACHED.items() if Stage.ACCEPTED in reached]
    )
    for stay in stays:
        if convention := conventions.of(stay):
            for row in convention.costs():
                planned[row.line][_bearer(row.payer, stay)] += row.planned(months_of(stay))
    sums = (
        Cost.objects.filter(agency=agency, state="declared")
        .values_list("line", "is_ours")
        .annotate(sum=Sum("amount"))
        .order_by()
    )
    paid = {(line, is_ours): total for line, is_ours, total in sums}
    rows = [
        CostRow(line, planned[line], paid.get((line, True), 0), paid.get((line, False), 0)) for line in Line.values
    ]
    return [row for row in rows if any(row.planned.values()) or row.paid_by_us or row.paid_by_them]


def _bearer(payer: str, stay: Nomination) -> str:
    if payer == Payer.PARTNER:
        return "others"
    return "us" if (payer == Payer.SENDING) == stay.is_ours else "them"


def costs(agency: Agency, by: User) -> QuerySet[Cost]:
    return Cost.objects.visible_to(by).filter(agency=agency).select_related("nomination", "statement", "agency").order_by("-paid_on", "-pk")  # fmt: skip


def statements(agency: Agency, by: User) -> QuerySet[Statement]:
    return Statement.objects.visible_to(by).filter(agency=agency).order_by("-on", "-pk")


def payable(agency: Agency) -> QuerySet[Nomination]:
    """The stays that may cost something: those that the receiving side accepted."""
    return Nomination.objects.filter(agency=agency, answer="accepted").select_related("offer").order_by("-starts_on", "-pk")  # fmt: skip
