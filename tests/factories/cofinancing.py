"""Hosts that owe their share in 2024, at 15 000 F a volunteer-month (a value of the story): Awa prepares and records, Dédé issues and
agrees, Tchaa confirms, Ama answers; Essi is the officer of every host, Abla its tutor.
"""

from datetime import date

from django.test import override_settings

from teriya.foundation.core.periods import Month
from teriya.foundation.ledger import actions as ledger
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts import actions as hosts
from teriya.mobilisation.hosts.models import Host
from teriya.pay.cofinancing import actions
from teriya.pay.cofinancing.models import Call, Payment
from teriya.service.missions.models import Mission
from tests.cast import Cast
from tests.factories.missions import ON, make_missions
from tests.factories.rules import set_rule
from tests.scenes import scene

RATE = 15_000
MARCH, APRIL, MAY = (Month(2024, n) for n in (3, 4, 5))
PREPARED, ISSUED = date(2024, 4, 2), date(2024, 4, 3)  # March is called and due on 3 May
DUE = date(2024, 5, 3)


@scene
@override_settings(TAKE_ON=True)  # the acts of a story are dated in the past
def make_payer(
    cast: Cast, name: str = "ONG Espoir", legal_form: str = "ngo", domain: str = "health", phone: str = "+22890445566"
) -> Host:
    """An accredited host of a kind that owes, in Haho 1."""
    new = hosts.NewHost(
        name, legal_form, domain, cast.haho_1.pk, "DOUTI Adjo", phone=phone, receipt_number="0123/MATDCL"
    )
    [host] = hosts.register_many([new], by=cast.yao, on=ON)
    hosts.evaluate_many({host.pk: hosts.Rubrics()}, by=cast.yao, on=ON)
    hosts.undertake(
        host=host, ticked=[term.code for term in rules.terms("commitment")], signed_by=host.head, by=cast.yao, on=ON
    )
    hosts.accredit_many([host], months=36, quota=500, by=cast.kodjo, on=ON)
    hosts.add_officer(host=host, user=cast.essi, duty="officer", by=cast.yao, on=ON)
    hosts.add_officer(host=host, user=cast.abla, duty="tutor", by=cast.yao, on=ON)
    return Host.objects.get(pk=host.pk)


@scene
def make_served(cast: Cast, count: int = 1, **host) -> tuple[Host, list[Mission]]:
    """A host that owes, with volunteers in service since 1 March 2024, the rate of the story in force, its envelope open."""
    set_rate()
    open_envelope(cast)
    host = make_payer(cast, **host)
    return host, make_missions(cast, count, host=host)


def set_rate(francs: int = RATE, **scope) -> None:
    set_rule("host_share", francs, source="Arrêté n° 002/16", **({"form": "VNC"} | scope))


def open_envelope(cast: Cast):
    return ledger.grant(
        code="PARTS-2024",
        title="Quotes-parts",
        funder="Structures d’accueil",
        kind="host",
        amount=1,
        by=cast.awa,
        on=ON,
    )


def call(cast: Cast, month: Month = MARCH, on: date = ISSUED, **among) -> list[Call]:
    """Prepared by Awa, issued by Dédé, the same day."""
    made = actions.prepare(month=month, by=cast.awa, on=on, **among)
    return actions.issue(calls=made, by=cast.dede, on=on)


def pay(cast: Cast, host: Host, amount: int, reference: str = "Q-1", on: date = ISSUED, **values) -> Payment:
    """Recorded by Awa, confirmed by Tchaa."""
    given = {"means": "treasury", "paid_on": on} | values
    row = actions.record(host=host, amount=amount, reference=reference, by=cast.awa, on=on, **given)
    return actions.confirm(payment=row, by=cast.tchaa, on=on)
