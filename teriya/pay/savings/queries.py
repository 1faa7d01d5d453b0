"""Reading savings: what each person has, what the accounts hold, what was retained and not yet carried to them."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.models import Transition
from teriya.foundation.ledger.models import Leg
from teriya.pay.allowances.models import PayLine, PayRun, Visa
from teriya.pay.allowances.queries import LIVE, of_the_dead, owner_of
from teriya.pay.allowances.states import LineState, RetentionKind
from teriya.pay.savings.models import Deposit, HeirsAct, Refund, RefundPayment, SavingsAccount, SetAside, StatedBalance
from teriya.pay.savings.states import RESERVED
from teriya.people.models import Person
from teriya.service.missions.models import Mission
from teriya.service.missions.states import RUNNING

CHARGED = ("in_charge", "sent", "settled")  # runs that nobody can reject any more: what they retained is savings
_WAITING = ("liquidated", "ordered")  # runs whose savings stand in the ledger and may still go back


def records_of(person: Person) -> Q:
    """Every record of one person for life."""
    owner = owner_of(person)
    return Q(pk=owner) | Q(merged_into=owner)


def people_seen_by(user: User) -> QuerySet[Person]:
    """Whose savings one may read: everybody's for who reads pay, one's own otherwise."""
    return Person.objects.all() if user.may(P.PAY_READ) else Person.objects.filter(account=user)


def saved(line: PayLine) -> int:
    """Francs of savings that come from a line: those that it retains, and its net once it came back and is set aside for the heirs."""
    return kept(line) + (line.net if line.state == LineState.SET_ASIDE else 0)


def kept(line: PayLine) -> int:
    """Francs of savings that a line retains; lines older than the kinds kept savings only."""
    rows = (row for row in line.lines if row["kind"] == "retention")
    return -sum(
        row["amount"] for row in rows if (row.get("retention") or RetentionKind.SAVINGS) == RetentionKind.SAVINGS
    )


def lines_of(person: Person) -> QuerySet[PayLine]:
    """The lines of a person that nobody can reject any more and that retained something or are set aside, the oldest first."""
    people = Person.objects.filter(records_of(person)).values("pk")
    gives = Q(retained__gt=0) | Q(state=LineState.SET_ASIDE)
    rows = PayLine.objects.filter(gives, mission__person__in=people, state__in=LIVE, run__state__in=CHARGED)
    return rows.select_related("run").order_by("month", "pk")


def savings_legs() -> QuerySet[Leg]:
    """The ledger's legs of savings, without those of runs that may still be rejected."""
    waiting = PayLine.objects.filter(run__state__in=_WAITING, retained__gt=0).values("pk")
    legs = Leg.objects.filter(account=Leg.Account.SAVINGS)
    return legs.exclude(entry__source="pay_line_owed", entry__source_id__in=waiting)


def balances(people: Collection[int] | None = None) -> dict[int, int]:
    """Person for life → francs of savings, by the ledger; `people`: these records only, aliases included by the caller."""
    legs = savings_legs() if people is None else savings_legs().filter(person__in=people)
    sums = dict(legs.values_list("person").annotate(sum=Sum("amount")).order_by())
    heads = dict(Person.objects.filter(pk__in=sums, merged_into__isnull=False).values_list("pk", "merged_into"))
    found: Counter[int] = Counter()
    for person, francs in sums.items():
        found[heads.get(person, person)] += francs
    return {person: francs for person, francs in found.items() if francs}


def balance(person: Person) -> int:
    """Francs of one person, by the ledger."""
    records = Person.objects.filter(records_of(person)).values_list("pk", flat=True)
    return sum(balances(list(records)).values())


def reserved(person: Person, but: int = 0) -> int:
    """Francs of refunds asked or approved and not paid, another than `but`."""
    rows = Refund.objects.filter(person__in=Person.objects.filter(records_of(person)), state__in=RESERVED)
    return rows.exclude(pk=but).aggregate(sum=Sum("amount", default=0))["sum"]


def is_running(person: Person) -> bool:
    people = Person.objects.filter(records_of(person)).values("pk")
    return Mission.objects.filter(person__in=people, state__in=RUNNING).exists()


def last_mission(person: Person) -> Mission | None:
    """The last one that ended."""
    people = Person.objects.filter(records_of(person)).values("pk")
    rows = Mission.objects.filter(person__in=people, ended_on__isnull=False).order_by("-ended_on", "-pk")
    return rows.select_related("host__commune__region", "form").first()


def heirs_of(person: Person) -> HeirsAct | None:
    """The act that waits or is approved."""
    people = Person.objects.filter(records_of(person)).values("pk")
    return HeirsAct.objects.filter(person__in=people, state__in=("entered", "approved")).first()


@dataclass(frozen=True)
class Movement:
    """A line of a statement: a retention (+), a refund (−), a refund that came back (+); `balance` after it."""

    on: date
    label: str
    amount: int
    balance: int
    line: PayLine | None = None
    refund: Refund | None = None


def payments_of(person: Person) -> QuerySet[RefundPayment]:
    people = Person.objects.filter(records_of(person)).values("pk")
    rows = RefundPayment.objects.filter(refund__person__in=people)
    return rows.select_related("refund__heir", "refund__person", "account__institution").order_by("on", "pk")


def charged_on(runs: Collection[int]) -> dict[int, date]:
    """Run id → the day on which the accountant took it in charge."""
    visas = Visa.objects.filter(run__in=runs, step="take_charge", accepted=True).order_by("pk")
    return dict(visas.values_list("run", "on"))


def deposited(runs: Collection[int] | None = None) -> dict[int, int]:
    """Run id → francs carried to an account."""
    rows = Deposit.objects.filter(cancelled_on=None)
    rows = rows if runs is None else rows.filter(run__in=runs)
    return dict(rows.values_list("run").annotate(sum=Sum("amount")).order_by())


def retained(runs: Collection[int] | None = None) -> dict[int, int]:
    """Run id → francs of savings that come from it, by the ledger: retained, or set aside after a death; runs that nobody can reject any more."""
    return dict(Counter(_retained(runs)) + _set_aside(runs))


def _retained(runs: Collection[int] | None) -> dict[int, int]:
    line = PayLine.objects.filter(pk=OuterRef("entry__source_id"), state__in=LIVE, run__state__in=CHARGED)
    line = line if runs is None else line.filter(run__in=runs)
    legs = Leg.objects.filter(account=Leg.Account.SAVINGS, entry__source="pay_line_owed")
    legs = legs.annotate(run=Subquery(line.values("run")[:1])).filter(run__isnull=False)
    return dict(legs.values_list("run").annotate(sum=Sum("amount")).order_by())


def _set_aside(runs: Collection[int] | None) -> Counter[int]:
    line = SetAside.objects.filter(pk=OuterRef("entry__source_id"))
    line = line if runs is None else line.filter(line__run__in=runs)
    legs = Leg.objects.filter(account=Leg.Account.SAVINGS, entry__source__in=("heirs_set_aside", "heirs_owed_again"))
    legs = legs.annotate(run=Subquery(line.values("line__run")[:1])).filter(run__isnull=False)
    return Counter(dict(legs.values_list("run").annotate(sum=Sum("amount")).order_by()))


def asides_of(person: Person, *states: str) -> QuerySet[SetAside]:
    """What was set aside for the heirs, in these states."""
    rows = SetAside.objects.filter(line__mission__person__in=Person.objects.filter(records_of(person)))
    return rows.filter(state__in=states).select_related("line__run").order_by("pk")


def to_set_aside() -> QuerySet[PayLine]:
    """Lines that came back, of people who died, that nobody has asked to set aside, the oldest first."""
    live = SetAside.objects.filter(line=OuterRef("pk"), state="asked")
    rows = PayLine.objects.filter(of_the_dead(), ~Exists(live), state="returned")
    return rows.select_related("mission__person", "run").order_by("month", "pk")


@dataclass(frozen=True)
class Gap:
    """What a run retained and what was carried to an account; `since`: the day from which it should have been."""

    run: PayRun
    retained: int
    deposited: int
    since: date

    @property
    def francs(self) -> int:
        return self.retained - self.deposited


def gaps(runs: Collection[int] | None = None) -> list[Gap]:
    """Every run that retained savings, the oldest first."""
    first, carried = _retained(runs), deposited(runs)
    kept = dict(Counter(first) + _set_aside(runs))
    since = charged_on(kept)
    asides = SetAside.objects.filter(line__run__in=kept, state="approved").order_by("-approved_on")
    late = dict(
        asides.values_list("line__run", "approved_on")
    )  # the first: from then a run carried whole is late again
    since |= {run: day for run, day in late.items() if carried.get(run, 0) >= first.get(run, 0)}
    rows = PayRun.objects.filter(pk__in=kept).order_by("month", "pk")
    return [Gap(run, kept[run.pk], carried.get(run.pk, 0), since.get(run.pk, run.on)) for run in rows]


def held(account: SavingsAccount, until: date | None = None) -> int:
    """Francs that an account should hold, at the end of a day: deposits, less refunds, plus those that came back."""
    then = Q() if until is None else Q(on__lte=until)
    back = Q(returned_on__isnull=False) if until is None else Q(returned_on__lte=until)
    put = account.deposits.filter(then, cancelled_on=None).aggregate(sum=Sum("amount", default=0))["sum"]
    sums = account.payments.aggregate(
        paid=Sum("amount", filter=then, default=0), back=Sum("amount", filter=back, default=0)
    )
    return put - sums["paid"] + sums["back"]


def stated(account: SavingsAccount) -> list[tuple[StatedBalance, int]]:
    """The last balance that the institution gave for each day, with what ours was then; the latest day first."""
    rows = account.stated.order_by("-day", "-pk").distinct("day")
    return [(row, held(account, row.day)) for row in rows]


def accounts_of(person: Person) -> list[SavingsAccount]:
    """The accounts to which the runs that retained this person's savings were carried."""
    runs = lines_of(person).order_by().values("run")
    carried = Deposit.objects.filter(run__in=runs, cancelled_on=None).values("account")
    return list(SavingsAccount.objects.filter(pk__in=carried).select_related("institution").order_by("pk"))


def history_of(subject: str, pk: int) -> QuerySet[Transition]:
    return Transition.objects.filter(subject=subject, subject_id=pk).order_by("pk")
