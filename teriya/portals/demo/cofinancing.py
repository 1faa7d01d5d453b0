"""The hosts' share of wave 18: called for three months at a rate of demonstration; most NGOs pay, one never did and is held."""

from dataclasses import replace
from datetime import date, timedelta

from django.conf import settings

from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.ledger import actions as ledger
from teriya.foundation.rules import actions as rules
from teriya.foundation.rules.engine import packs
from teriya.foundation.rules.engine.contents import DatedValue
from teriya.foundation.rules.models import Rule, State
from teriya.mobilisation.hosts import actions as hosts
from teriya.mobilisation.hosts.models import Host
from teriya.pay.cofinancing import actions, queries
from teriya.portals.demo.life import Life
from teriya.portals.demo.staff import Staff

RATE = 15_000  # francs a volunteer-month
SOURCE = "Valeur de démonstration : taux de l’arrêté n° 002/16 non trouvés"


def live_on(life: Life, officer: User) -> None:
    """Three months called and due, a fourth prepared and waiting; `officer` joins the host that is late."""
    staff, today = life.staff.head_office, life.today
    first = add_months(today.replace(day=1), -6)
    _put_in_force(life.staff, first, today)
    ledger.grant(code=f"PARTS-{first.year}", title="Quotes-parts des structures", funder="Structures d’accueil", kind="host", amount=6_000_000,
                 by=staff["finance_officer"], on=first)  # fmt: skip
    for place in range(3):
        month = Month.of(add_months(first, place))
        on = month.last + timedelta(2)
        made = actions.prepare(month=month, by=staff["finance_officer"], on=on)
        actions.issue(calls=made, by=staff["authorising_officer"], on=on + timedelta(1))
    owing = list(Host.objects.filter(share_calls__state="issued").distinct().order_by("pk"))
    late, payers = owing[0], owing[1:]
    for place, host in enumerate(payers):
        _pay(staff, host, add_months(first, 4) + timedelta(9 + place), is_confirmed=place > 0)
    for days in (100, 75, 45, 0):  # the mornings that matter
        actions.watch(on=today - timedelta(days))
    agent = life.at(late.commune.centre.code).by["regional_agent"]
    hosts.add_officer(host=late, user=officer, duty="officer", by=agent, on=today)
    actions.propose(
        host=late,
        count=3,
        first=today + timedelta(15),
        reason="Subvention attendue le mois prochain.",
        by=staff["finance_officer"],
        on=today,
    )
    actions.prepare(month=Month.of(add_months(first, 3)), by=staff["finance_officer"], on=today)


def _put_in_force(staff: Staff, first: date, today: date) -> None:
    """The administrator loads a version of the pack that gives a rate, then puts it in force."""
    pack, admin = packs.load(settings.ROOT / "countries" / settings.AGENCY), staff.head_office["administrator"]
    rate = DatedValue(first, RATE, SOURCE, "to_confirm", "Pour montrer l’appel, le paiement et la relance.")
    given = tuple(
        replace(one, values=(*one.values, rate)) if one.name == "host_share" and one.form == "VNC" else one for one in pack.parameters
    )  # fmt: skip
    rules.load(replace(pack, parameters=given), by=admin, on=today)
    for rule in Rule.objects.filter(name="host_share", state=State.DRAFT):
        rules.activate(rule=rule, by=admin, on=today)


def _pay(staff: dict[str, User], host: Host, on: date, *, is_confirmed: bool) -> None:
    """The whole of what a host owes, by the treasury; the first payment still waits to be confirmed."""
    row = actions.record(host=host, means="treasury", reference=f"QT-{host.pk:05}", amount=queries.balance(host), paid_on=on,
                         by=staff["finance_officer"], on=on)  # fmt: skip
    if is_confirmed:
        actions.confirm(payment=row, by=staff["public_accountant"], on=on + timedelta(2))
