"""What is still due after a death goes through the whole chain, is kept as savings, and the heirs receive it."""

import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.ledger import queries as ledger
from teriya.pay.allowances import actions as pay
from teriya.pay.allowances import audit as pay_audit
from teriya.pay.allowances import explanations
from teriya.pay.allowances.models import PaymentOrder, PayRun, Wallet
from teriya.pay.savings import actions, audit, queries
from teriya.people.models import Person
from teriya.service.missions.models import Mission
from tests.factories.allowances import ON, bring, make_payable, prepare
from tests.factories.corrections import retain
from tests.factories.savings import approve, carry, give_back, make_heirs
from tests.scenes import scene


@pytest.fixture
@scene
def dead(cast) -> Person:
    """One of two volunteers died on the last working day of March; a kit was to be taken back."""
    mission, _other = make_payable(cast, 2)
    retain(cast, mission, 6000, 2000)
    Wallet.objects.filter(person=mission.person).update(state="retired")
    Mission.objects.filter(pk=mission.pk).update(
        ended_on="2024-03-29", end_reason="death", state="ended", is_unpayable=True
    )
    return Person.objects.get(pk=mission.person_id)


def line_of(person: Person):
    return PayRun.objects.get().lines.exclude(state="dropped").get(mission__person=person)


def test_the_month_is_not_stopped_and_every_franc_is_set_aside(cast, dead):
    run = prepare(cast)
    line = line_of(dead)
    assert (line.state, line.net, line.retained, run.total) == ("due", 0, 30_000, 30_000)
    assert [row["label"] for row in line.lines][1:] == ["Mis de côté pour les héritiers"]
    assert explanations.replay(line) == line.lines


def test_no_order_is_written_and_the_money_is_savings(cast, dead):
    bring(cast, prepare(cast))
    assert line_of(dead).state == "paid" and PaymentOrder.objects.get().line.mission.person != dead
    assert queries.balance(dead) == 30_000 == ledger.balances()["savings"] and "kits" not in ledger.balances()
    assert [*pay_audit.faults(), *audit.faults()] == []


def test_the_heirs_receive_it(cast, dead):
    bring(cast, prepare(cast))
    account = carry(cast)
    refunds = actions.ask_refunds_of_heirs(
        act=make_heirs(cast, dead, 2, 1), by=cast.awa, on=queries.last_mission(dead).ended_on
    )
    for n, refund in enumerate(refunds):
        give_back(cast, approve(cast, refund), account, f"R-{n}")
    assert [refund.amount for refund in refunds] == [20_000, 10_000] and queries.balance(dead) == 0
    assert [*pay_audit.faults(), *audit.faults()] == []


def test_a_rejected_run_gives_it_back_to_its_envelope(cast, dead):
    run = bring(cast, prepare(cast), "order")
    pay.take_step(run=run, step="take_charge", by=cast.tchaa, on=ON, accepted=False, reason="Imputation")
    assert ledger.balances().get("savings", 0) == 0 and [*pay_audit.faults(), *audit.faults()] == []
    bring(cast, prepare(cast))
    assert queries.balance(dead) == 30_000


def test_the_two_who_die_and_a_month_of_nobody_else(cast, dead):
    """A run where nothing is paid out is still a run: it has francs of an envelope."""
    Mission.objects.exclude(person=dead).update(ended_on="2024-03-29", end_reason="death", state="ended")
    run = bring(cast, prepare(cast), "take_charge")
    assert run.total == 0 and queries.retained() == {run.pk: 60_000}


def test_who_dies_after_the_calculation_is_not_paid_on_an_account(cast):
    """The accountant rejects, the month is computed again, and the francs wait for the heirs."""
    mission, _other = make_payable(cast, 2)
    run = bring(cast, prepare(cast), "order")
    Mission.objects.filter(pk=mission.pk).update(
        ended_on="2024-03-29", end_reason="death", state="ended", is_unpayable=True
    )
    with pytest.raises(Refusal, match="payee_died"):
        pay.take_step(run=run, step="take_charge", by=cast.tchaa, on=ON)
    pay.take_step(run=run, step="take_charge", by=cast.tchaa, on=ON, accepted=False, reason="Décès")
    bring(cast, prepare(cast))
    assert queries.balance(mission.person) == 30_000 and PaymentOrder.objects.get().line.mission != mission
