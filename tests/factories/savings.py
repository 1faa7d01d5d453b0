"""Savings of VEC teams, 500 F a month (a value of the story): March 2024 retained, in charge; Tchaa keeps, Awa asks, Dédé decides."""

from datetime import date

from teriya.pay.allowances.models import Institution, PayRun
from teriya.pay.savings import actions, queries
from teriya.pay.savings.models import HeirsAct, Refund, SavingsAccount
from teriya.people.models import Person
from teriya.service.missions import actions as missions
from teriya.service.missions.models import Mission
from tests.cast import Cast
from tests.factories.allowances import bring, make_payable, prepare
from tests.factories.corrections import pay
from tests.factories.rules import set_rule
from tests.scenes import scene

MONTHLY = 500
ON = date(2024, 5, 10)
DEATH = date(2024, 5, 2)


@scene
def make_saved(cast: Cast, count: int = 1, **team) -> list[Mission]:
    """A team whose March is paid, 500 F kept of each."""
    set_rule("mandatory_savings", MONTHLY, form="VEC")
    found = make_payable(cast, count, **team)
    pay(cast, prepare(cast))
    return found


@scene
def make_charged(cast: Cast, count: int = 1) -> PayRun:
    """March only taken in charge."""
    set_rule("mandatory_savings", MONTHLY, form="VEC")
    make_payable(cast, count)
    return bring(cast, prepare(cast), "take_charge")


def make_account(cast: Cast, number: str = "00214") -> SavingsAccount:
    """Opened by Tchaa, approved by Dédé."""
    row = actions.open_account(
        institution=Institution.objects.first(),
        title="ANVT, épargne des volontaires",
        number=number,
        by=cast.tchaa,
        on=ON,
    )
    return actions.decide_account(account=row, step="approve", by=cast.dede, on=ON)


def carry(cast: Cast, account: SavingsAccount | None = None, reference: str = "BV-1") -> SavingsAccount:
    """Everything that the last run retained, in one deposit."""
    account, run = account or make_account(cast), PayRun.objects.latest("pk")
    francs = queries.retained([run.pk])[run.pk]
    actions.deposit(run=run, account=account, amount=francs, reference=reference, by=cast.tchaa, on=ON)
    return account


def finish(cast: Cast, mission: Mission, reason: str = "resignation", on: date = DEATH) -> Person:
    missions.end(missions=[mission], reason=reason, last_day=on, by=cast.mazalo, on=on, why="Raison")
    return Person.objects.get(pk=mission.person_id)


def ask(cast: Cast, person: Person, amount: int = MONTHLY, **values) -> Refund:
    given = {"means": "cash", "number": "", "by": cast.awa, "on": ON} | values
    return actions.ask_refund(person=person, amount=amount, **given)


def approve(cast: Cast, refund: Refund) -> Refund:
    return actions.decide_refund(refund=refund, step="approve", by=cast.dede, on=ON)


def give_back(cast: Cast, refund: Refund, account: SavingsAccount, voucher: str = "R-1", on: date = ON):
    return actions.pay_refund(refund=refund, account=account, voucher=voucher, by=cast.tchaa, on=on)


def make_heirs(cast: Cast, person: Person, *parts: int, is_approved: bool = True) -> HeirsAct:
    heirs = [
        actions.NewHeir(f"HÉRITIER {n}", "enfant", part, "+22890000077" if n == 1 else "")
        for n, part in enumerate(parts, 1)
    ]
    act = actions.enter_heirs(person=person, number="AH-77", authority="Tribunal de Notsè", drawn_on=ON, heirs=heirs, by=cast.awa, on=ON)  # fmt: skip
    return actions.decide_heirs(act=act, step="approve", by=cast.dede, on=ON) if is_approved else act
