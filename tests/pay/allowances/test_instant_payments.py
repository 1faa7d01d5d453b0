"""A batch carried to a participant of PI-SPI over real HTTP: never twice, answered in parts, with the names that aliases have."""

import json

import pytest

from teriya.foundation.ledger import queries as ledger
from teriya.pay.allowances import actions
from teriya.pay.allowances.models import HolderCheck, PayFile, PaymentOrder, PayRun, Transmission
from tests.factories.allowances import ON, bring, give_wallets, prepare
from tests.factories.attendance import confirm, make_team
from tests.pay.allowances.test_carrying import references, step
from tests.servers.instant_payments import KEY, Participant


@pytest.fixture
def participant(settings):
    with Participant() as found:
        settings.PAYOUTS = {"PISPI": {"url": found.url, "key": KEY}}
        settings.PAYOUT_TIMEOUT = 2
        yield found


@pytest.fixture
def run(cast, participant):
    team = make_team(cast, 3)
    confirm(cast, team)
    institution = actions.open_institution(
        code="PISPI", name="PI-SPI", profile="instant_api", debit_account="9b1b3499-3e50-435b-b757-ac7a83d8aa96", by=cast.tchaa, on=ON
    )  # fmt: skip
    give_wallets(cast, team, institution)
    return bring(cast, prepare(cast))


def paid(participant) -> list[str]:
    return [order["txId"] for batch in participant.taken.values() for order in batch["transactions"]]


def test_a_grouped_payment_is_whole_francs_to_aliases(run, participant):
    step()
    [(name, batch)] = participant.taken.items()
    assert len(name) <= 35 and batch["confirmation"] is False and batch["payeurAlias"].startswith("9b1b")
    assert {order["montant"] for order in batch["transactions"]} == {30_000}
    assert all(order["payeAlias"].startswith("+") for order in batch["transactions"])
    assert "instructionId" not in json.loads(bytes(PayFile.objects.get().content))


def test_it_is_handed_over_then_answered_page_after_page(run, participant):
    participant.rejects = {references()[0]: "AC07"}
    step(2)
    assert paid(participant) == references() and participant.posts == 1
    assert (Transmission.objects.get().state, PayRun.objects.get().state) == ("answered", "settled")
    assert PaymentOrder.objects.get(state="returned").returned_because == "AC07 compte clôturé"
    assert (ledger.balances()["received"], ledger.balances()["owed"]) == (60_000, 30_000)


def test_answers_in_parts_are_read_as_they_come(run, participant):
    participant.share = 1
    step(3)
    assert (Transmission.objects.get().state, ledger.balances()["received"]) == ("taken", 30_000)
    participant.share = None
    step()
    assert (Transmission.objects.get().state, ledger.balances()["received"]) == ("answered", 90_000)


@pytest.mark.parametrize("is_lost", [True, False])
def test_a_batch_that_left_without_an_answer_is_not_paid_twice(run, participant, is_lost):
    """Found by its instructionId; where it is sent again all the same, the participant knows it."""
    participant.mood = "deaf"
    step()
    assert Transmission.objects.get().state == "sending"
    participant.mood = ""
    if is_lost:
        Transmission.objects.update(state="waiting")
    step(2)
    assert paid(participant) == references() and ledger.balances()["received"] == 90_000


def test_one_that_is_down_is_tried_again_and_a_bad_batch_comes_back(run, participant):
    participant.mood = "down"
    step(2)
    assert Transmission.objects.get().state == "sending" and "503" in Transmission.objects.get().error
    participant.mood = "no"
    step()
    assert (Transmission.objects.get().state, ledger.balances()["owed"]) == ("failed", 90_000)


def test_a_wrong_token_waits_and_pays_nothing(run, participant, settings):
    settings.PAYOUTS = {"PISPI": {"url": participant.url, "key": "autre"}}
    step()
    assert (Transmission.objects.get().state, paid(participant)) == ("waiting", [])


def test_the_name_of_the_alias_is_compared_with_the_person_once(run, participant):
    orders = list(PaymentOrder.objects.order_by("reference").select_related("wallet__person"))
    participant.names = {
        orders[0].reference: str(orders[0].wallet.person).upper(),
        orders[1].reference: "ZINSOU Codjo",
    }
    participant.share = 2
    step(2)
    participant.share = None
    step(2)
    checks = HolderCheck.objects.filter(means="institution").order_by("pk")
    assert sorted((check.holder, check.outcome) for check in checks) == sorted(
        [(participant.names[orders[0].reference], "same"), ("ZINSOU Codjo", "other")]
    )
    assert {check.by_id for check in checks} == {0}
