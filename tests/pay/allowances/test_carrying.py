"""Batches carried to an operator over real HTTP: never twice, whatever happens between the sending and the writing of it."""

from datetime import UTC, datetime

import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.ledger import queries as ledger
from teriya.pay.allowances import actions
from teriya.pay.allowances.actions.carrying import carry
from teriya.pay.allowances.models import PayLine, PaymentOrder, PayRun, Transmission
from tests.factories.allowances import ON, bring, give_wallets, prepare
from tests.factories.attendance import confirm, make_team
from tests.servers.mobile_money import KEY, Operator

LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.fixture
def operator(settings):
    with Operator() as found:
        settings.PAYOUTS = {"TMONEY": {"url": found.url, "key": KEY}}
        settings.PAYOUT_TIMEOUT = 2
        yield found


@pytest.fixture
def run(cast, operator):
    """Three volunteers paid through the operator; their batch waits for the worker."""
    team = make_team(cast, 3)
    confirm(cast, team)
    institution = actions.open_institution(
        code="TMONEY", name="T-Money", profile="mobile_api", debit_account="ANVT-1", by=cast.tchaa, on=ON
    )
    give_wallets(cast, team, institution)
    return bring(cast, prepare(cast))


def step(times: int = 1) -> None:
    """As many beats of the worker, each as if its time had come."""
    for _ in range(times):
        Transmission.objects.update(next_at=LONG_AGO)
        carry()


def references() -> list[str]:
    return list(PaymentOrder.objects.order_by("reference").values_list("reference", flat=True))


def test_a_batch_is_handed_over_then_answered(run, operator):
    operator.rejects = {references()[0]}
    step(2)
    assert operator.paid() == references() and len(operator.posts) == 1
    assert (Transmission.objects.get().state, PayRun.objects.get().state) == ("answered", "settled")
    assert PaymentOrder.objects.get(state="returned").returned_because == "compte fermé"
    assert (ledger.balances()["received"], ledger.balances()["owed"]) == (60_000, 30_000)


def test_answers_in_parts_are_read_as_they_come(run, operator):
    operator.share = 1
    step(3)
    assert (Transmission.objects.get().state, ledger.balances()["received"]) == ("taken", 30_000)
    operator.share = None
    step()
    assert (Transmission.objects.get().state, ledger.balances()["received"]) == ("answered", 90_000)


def test_a_batch_that_left_without_an_answer_is_found_and_not_sent_again(run, operator):
    operator.mood = "deaf"
    step()
    assert Transmission.objects.get().state == "sending"
    operator.mood = ""
    step(2)
    assert (len(operator.posts), Transmission.objects.get().state, ledger.balances()["received"]) == (
        1,
        "answered",
        90_000,
    )


def test_a_worker_killed_after_the_sending_repeats_nothing(run, operator, monkeypatch):
    """The batch is with the operator; nothing of it could be written."""

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Transmission, "save", _save_once(Transmission.save, killed))
        with pytest.raises(KeyboardInterrupt):
            step()
    assert operator.paid() == references() and Transmission.objects.get().state == "sending"
    step(2)
    assert operator.paid() == references() and ledger.balances()["received"] == 90_000


def test_without_its_key_the_same_batch_would_be_paid_twice(run, operator):
    """The control: the operator takes as many batches as it is given keys."""
    step()
    Transmission.objects.update(state="waiting", reference="", key="00000000-0000-4000-8000-000000000000")
    step()
    assert operator.paid() == references() * 2


def test_an_operator_that_is_down_is_tried_again(run, operator):
    operator.mood = "down"
    step(3)
    found = Transmission.objects.get()
    assert found.state == "sending" and "503" in found.error and ledger.balances()["sent"] == 90_000
    operator.mood = ""
    step(2)
    assert Transmission.objects.get().state == "answered" and operator.paid() == references()


def test_a_batch_that_is_refused_comes_back_and_may_be_ordered_again(cast, run, operator):
    operator.mood = "no"
    step()
    assert (Transmission.objects.get().state, ledger.balances()["owed"]) == ("failed", 90_000)
    assert "InvalidDebitParty" in PaymentOrder.objects.first().returned_because
    operator.mood = ""
    actions.reorder(lines=list(PayLine.objects.all()), by=cast.tchaa, on=ON)
    step(2)
    assert ledger.balances()["received"] == 90_000 and len(operator.paid()) == 3


def test_a_wrong_key_waits_and_pays_nothing(run, operator, settings):
    settings.PAYOUTS = {"TMONEY": {"url": operator.url, "key": "autre"}}
    step()
    assert (Transmission.objects.get().state, operator.paid()) == ("waiting", [])


def test_the_run_says_how_far_its_batches_are(cast, run, operator, client):
    operator.share = 1
    step(2)
    client.force_login(cast.tchaa)
    page = client.get(f"/paie/etats/{run.pk}/").text
    assert "pris par l’opérateur" in page and "réponses : 1 sur 3" in page


def test_a_bell_only_makes_the_operator_asked(run, operator, client):
    step()
    found = Transmission.objects.get()
    assert client.put(f"/paie/operateurs/{found.key}/", b'{"status":"completed"}').status_code == 204
    assert ledger.balances()["sent"] == 90_000
    carry()
    assert ledger.balances()["received"] == 90_000
    assert client.post("/paie/operateurs/00000000-0000-4000-8000-000000000000/").status_code == 204


def test_an_operator_without_address_or_key_is_not_opened(cast):
    with pytest.raises(Refusal, match="operator_not_set"):
        actions.open_institution(code="FLOOZ", name="Flooz", profile="mobile_api", by=cast.tchaa, on=ON)


def _save_once(save, then):
    """The first writing is done, the next is not."""
    calls = []

    def one(self, **fields):
        calls.append(1)
        return save(self, **fields) if len(calls) == 1 else then()

    return one
