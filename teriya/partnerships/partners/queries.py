"""Reading partners and what is sought of them. Sums are francs; what is sought is never added to what is signed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.models import Transition
from teriya.foundation.ledger.models import SourceKind
from teriya.foundation.rules import queries as rules
from teriya.partnerships.partners.models import ActionPlan, Obligation, Operator, Opportunity, Partner, Review, Target
from teriya.partnerships.partners.states import SOUGHT, WON, OpportunityState


def visible_to(user: User) -> QuerySet[Partner]:
    """The register, for who may read it."""
    return Partner.objects.all() if user.may(P.PARTNERS_READ) else Partner.objects.none()


def percent_of(row: Opportunity, on: date) -> int:
    """The chances of a lead: those typed, or those of its step in the rules; certain once signed, none once lost."""
    if row.state in WON:
        return 100
    if row.state == OpportunityState.LOST:
        return 0
    return rules.amount(f"chances_{row.state}", on=on, default=0) if row.percent is None else row.percent


@dataclass(frozen=True, slots=True)
class Column:
    """A step of the board: how many leads, what they seek, what that is worth by their chances."""

    state: str
    label: str
    count: int
    amount: int
    weighted: int
    volunteers: int


def board(rows: Iterable[Opportunity], on: date) -> list[Column]:
    """The columns in the order of the steps. A signed lead counts what was signed."""
    by_state: dict[str, list[Opportunity]] = {state: [] for state in OpportunityState.values}
    for row in rows:
        by_state[row.state].append(row)
    return [_column(OpportunityState(state), found, on) for state, found in by_state.items()]


def _column(state: OpportunityState, rows: list[Opportunity], on: date) -> Column:
    sums = [(row.signed_amount or row.amount, percent_of(row, on)) for row in rows]
    return Column(
        state.value, str(state.label), len(rows), sum(amount for amount, _percent in sums),
        sum(amount * percent // 100 for amount, percent in sums), sum(row.volunteers for row in rows),
    )  # fmt: skip


def late(today: date) -> QuerySet[Opportunity]:
    """Leads whose next step is past its day."""
    return Opportunity.objects.filter(state__in=[*SOUGHT, "signed", "running"], next_on__lt=today)


def lessons() -> QuerySet[Opportunity]:
    """The lost leads, the latest first."""
    return Opportunity.objects.filter(state=OpportunityState.LOST).select_related("partner").order_by("-pk")


def reasons_of(rows: Iterable[Opportunity]) -> dict[int, Transition]:
    """The step that lost each lead: its day and its reason."""
    steps = Transition.objects.filter(subject="opportunity", name="lose", subject_id__in=[row.pk for row in rows])
    return {step.subject_id: step for step in steps}


def history_of(subject: str, pk: int) -> QuerySet[Transition]:
    return Transition.objects.filter(subject=subject, subject_id=pk).order_by("pk")


@dataclass(frozen=True, slots=True)
class Measured:
    """A kind of partner in a year: the target, what is signed, what is still sought (whole, and by its chances)."""

    kind: str
    label: str
    target: int
    partners_wanted: int
    signed: int
    partners: int
    sought: int
    weighted: int

    @property
    def percent(self) -> int | None:
        return 100 * self.signed // self.target if self.target else None


def measured(year: int, on: date) -> list[Measured]:
    """Each kind that has a target or something sought or signed that year; communes' own plans count as signed by communes."""
    targets = {row.kind: row for row in Target.objects.filter(year=year)}
    rows = Opportunity.objects.filter(partner__isnull=False).select_related("partner")
    signed = list(rows.filter(state__in=WON, signed_on__year=year))
    sought = list(rows.filter(state__in=SOUGHT, year=year))
    plans = ActionPlan.objects.filter(state__in=["signed", "running", "closed"], signed_on__year=year)
    own = plans.aggregate(francs=Sum("budget"), communes=Count("commune", distinct=True))
    found = []
    for kind, label in SourceKind.choices:
        target = targets.get(kind)
        mine = [row for row in signed if row.partner.kind == kind]
        open_ = [row for row in sought if row.partner.kind == kind]
        francs, partners = sum(row.signed_amount for row in mine), len({row.partner_id for row in mine})
        if kind == SourceKind.COMMUNE:
            francs, partners = francs + (own["francs"] or 0), partners + own["communes"]
        if target or francs or open_:
            found.append(Measured(
                kind, str(label), target.amount if target else 0, target.partners if target else 0, francs, partners,
                sum(row.amount for row in open_), sum(row.amount * percent_of(row, on) // 100 for row in open_),
            ))  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class MapLine:
    """A kind of partner: how many work in each of the columns (regions or domains), in their order."""

    kind: str
    label: str
    counts: list[int]
    everywhere: int


def partners_by_region(regions: list[str]) -> list[MapLine]:
    """Active partners by kind and region code; `everywhere` names no region."""
    rows = Partner.objects.filter(is_active=True).values_list("kind", "regions__code", "pk")
    return _mapped(((kind, code) for kind, code, _pk in rows), regions)


def partners_by_domain(domains: list[str]) -> list[MapLine]:
    """The same by domain of the pack."""
    rows = Partner.objects.filter(is_active=True).values_list("kind", "domains")
    return _mapped(((kind, code) for kind, codes in rows for code in codes or [None]), domains)


def _mapped(pairs: Iterable[tuple[str, str | None]], columns: list[str]) -> list[MapLine]:
    counts: dict[str, dict[str | None, int]] = {}
    for kind, code in pairs:
        line = counts.setdefault(kind, {})
        line[code] = line.get(code, 0) + 1
    return [
        MapLine(kind, str(label), [counts[kind].get(code, 0) for code in columns], counts[kind].get(None, 0))
        for kind, label in SourceKind.choices
        if kind in counts
    ]


def overdue_obligations(today: date) -> QuerySet[Obligation]:
    return Obligation.objects.filter(done_on=None, due_on__lt=today)


def reviews_due(today: date) -> QuerySet[Review]:
    return Review.objects.filter(held_on=None, due_on__lte=today)


def to_evaluate(today: date) -> QuerySet[Operator]:
    """Operators whose last whole year nobody has judged."""
    year = today.year - 1
    running = Operator.objects.filter(period__overlap=(date(year, 1, 1), date(year + 1, 1, 1)))
    return running.exclude(pk__in=Operator.objects.filter(Q(evaluations__year=year)).values("pk"))
