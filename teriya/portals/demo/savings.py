"""Savings agreed by some volunteers: kept each month, carried to an account of theirs, given back to who left, to the heirs of one who died."""

from collections.abc import Sequence
from datetime import date, timedelta

from teriya.foundation.core.periods import Month
from teriya.pay.allowances import actions as pay
from teriya.pay.allowances.models import Institution, PayRun
from teriya.pay.savings import actions, queries
from teriya.pay.savings.models import SavingsAccount
from teriya.portals.demo.life import Life
from teriya.service.missions.models import Mission


def agree(life: Life, missions: Sequence[Mission], *, monthly: int, months: int, on: date) -> None:
    """Each signs that so many francs a month are kept, for so many months."""
    staff = life.staff.head_office
    for mission in missions:
        order = pay.ask_retention(
            person=mission.person, kind="savings", total=monthly * months, instalment=monthly, reason="convention signée avec le volontaire",
            by=staff["finance_officer"], on=on,
        )  # fmt: skip
        pay.decide_retention(order=order, step="approve", by=staff["authorising_officer"], on=on)


def carry(life: Life, form: str, months: Sequence[Month]) -> SavingsAccount:
    """What the runs of these months retained goes to the account, ten days after they were taken in charge."""
    accountant = life.staff.head_office["public_accountant"]
    runs = PayRun.objects.filter(form__code=form, month__in=[month.first for month in months])
    gaps = [gap for gap in queries.gaps(list(runs.values_list("pk", flat=True))) if gap.francs]
    account = SavingsAccount.objects.first() or _open(life, gaps[0].since)
    for gap in gaps:
        on = min(life.today, gap.since + timedelta(10))
        actions.deposit(run=gap.run, account=account, amount=gap.francs, reference=f"BV-{gap.run.pk:04}", by=accountant, on=on)  # fmt: skip
        last = Month.of(on).last
        if last < life.today:
            actions.state_balance(account=account, day=last, balance=queries.held(account, last), by=accountant, on=last)  # fmt: skip
    return account


def _open(life: Life, on: date) -> SavingsAccount:
    staff = life.staff.head_office
    account = actions.open_account(
        institution=Institution.objects.get(code="IMF"), title="ANVT, épargne des volontaires", number="0021 4477 03",
        by=staff["public_accountant"], on=on,
    )  # fmt: skip
    return actions.decide_account(account=account, step="approve", by=staff["authorising_officer"], on=on)


def give_back(life: Life, mission: Mission, account: SavingsAccount, *, on: date) -> None:
    """One volunteer who left asks, and signs for the cash."""
    staff, francs = life.staff.head_office, queries.balance(mission.person)
    refund = actions.ask_refund(person=mission.person, amount=francs, means="cash", number="", by=staff["finance_officer"], on=on)  # fmt: skip
    actions.decide_refund(refund=refund, step="approve", by=staff["authorising_officer"], on=on + timedelta(1))
    actions.pay_refund(refund=refund, account=account, voucher=f"RE-{refund.pk:04}", by=staff["public_accountant"], on=on + timedelta(3))  # fmt: skip


def dies(life: Life, mission: Mission, account: SavingsAccount, *, last_day: date) -> None:
    """A volunteer dies in service; widow and children share the savings: one is paid, the others wait."""
    staff, officers = life.staff.head_office, life.at(mission.host.commune.centre.code)
    officers.finish(
        [mission], reason="death", last_day=last_day, on=last_day + timedelta(2), why="Accident de la route."
    )
    family, on = mission.person.family, last_day + timedelta(20)
    heirs = [
        actions.NewHeir(f"{family} Akouvi", "veuve", 2),
        actions.NewHeir(f"{family} Yawa", "fille", 1),
        actions.NewHeir(f"{family} Edem", "fils", 1),
    ]
    act = actions.enter_heirs(
        person=mission.person, number=f"AH-{mission.pk:04}", authority="Tribunal d’instance", drawn_on=on - timedelta(4), heirs=heirs,
        by=staff["finance_officer"], on=on,
    )  # fmt: skip
    actions.decide_heirs(act=act, step="approve", by=staff["authorising_officer"], on=on + timedelta(1))
    first, second, _third = actions.ask_refunds_of_heirs(act=act, by=staff["finance_officer"], on=on + timedelta(1))
    for refund in (first, second):
        actions.decide_refund(refund=refund, step="approve", by=staff["authorising_officer"], on=on + timedelta(2))
    actions.pay_refund(refund=first, account=account, voucher=f"RE-{first.pk:04}", by=staff["public_accountant"], on=on + timedelta(5))  # fmt: skip
