"""A changed wallet (R17): approved by another, told to the old number at once, held one cycle, stopped by NON."""

from datetime import date
from itertools import count
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.messages.models import Message
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Rule
from teriya.pay.allowances import actions, queries
from teriya.pay.allowances.models import HolderCheck, Institution, PayLine, PaymentOrder, Wallet
from tests.factories.allowances import ON, bring, holder_of, make_institution, make_payable, prepare
from tests.factories.attendance import MONTH
from tests.scenes import scene

OLD = "+22890000001"
DAY_PAID = date(2024, 5, 5)
_ids = count(1)


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as no:
        call(*args, **kwargs)
    return no.value.code


def ask_change(cast, mission, number="00998877", holder=None):
    row = actions.NewWallet(
        mission.person, Institution.objects.get(code="COOPEC"), number, holder or str(mission.person)
    )
    return actions.enter_wallets(rows=[row], by=cast.yao, on=ON)[0]


def change(cast, mission, on=ON):
    [wallet] = actions.approve_wallets(wallets=[ask_change(cast, mission)], by=cast.mazalo, on=on)
    return wallet


@pytest.fixture
@scene
def payable(cast):
    """Two volunteers with a confirmed March; the first has a telephone and is paid on it."""
    team = make_payable(cast, 2)
    person = team[0].person
    Wallet.objects.filter(person=person).update(number=OLD[1:], folded=OLD[1:])
    type(person).objects.filter(pk=person.pk).update(phone="+22891111111")
    person.refresh_from_db()
    return team


def stopped(run) -> dict[int, list[str]]:
    return {line.mission_id: [code for code, _ in line.blocked] for line in run.lines.filter(state="blocked")}


def test_a_first_wallet_is_not_held_and_nobody_is_told(cast, payable):
    assert (
        not Wallet.objects.exclude(held_until=None).exists()
        and not Message.objects.filter(template="wallet_change").exists()
    )
    assert stopped(prepare(cast)) == {}


def test_the_old_number_is_told_as_soon_as_the_change_is_entered(cast, payable):
    ask_change(cast, payable[0])
    told = Message.objects.filter(template="wallet_change")
    assert {message.to for message in told} == {OLD, "+22891111111"}
    assert all("8877" in m.text and "NON" in m.text and len(m.text) <= 160 for m in told)


def test_approving_tells_nobody_twice(cast, payable):
    change(cast, payable[0])
    assert Message.objects.filter(template="wallet_change").count() == 2


def test_the_line_of_a_changed_wallet_waits_one_cycle_and_says_until_when(cast, payable):
    wallet = change(cast, payable[0])
    run = prepare(cast)
    assert (stopped(run), run.total) == ({payable[0].pk: ["wallet_on_hold"]}, 30_000)
    assert "05/05/2024" in run.lines.get(mission=payable[0]).blocked[0][1] and wallet.held_until == DAY_PAID


def test_the_line_is_paid_once_the_cycle_is_over(cast, payable):
    change(cast, payable[0])
    first = bring(cast, prepare(cast))
    again = actions.prepare_run(month=MONTH, form=first.form, by=cast.awa, on=DAY_PAID)
    assert (stopped(again), again.total) == ({}, 30_000)


@pytest.fixture
def no_hold(db):
    Rule.objects.filter(name="wallet_hold_cycles").update(value=0)
    rules.forget()


def test_without_the_hold_the_money_would_go(cast, payable, no_hold):
    """The control: the same story, the rule at zero."""
    wallet = change(cast, payable[0])
    bring(cast, prepare(cast))
    assert PaymentOrder.objects.get(wallet=wallet).state == "sent"


def test_an_account_does_not_change_between_the_signatures_and_the_file(cast, payable):
    wallet = ask_change(cast, payable[0])
    run = bring(cast, prepare(cast), "liquidate")
    assert code_of(actions.approve_wallets, wallets=[wallet], by=cast.mazalo, on=ON) == "pay_under_way"
    for step in ("order", "take_charge", "send"):
        actions.take_step(run=run, step=step, by=holder_of(cast, step), on=ON)
    assert actions.approve_wallets(wallets=[wallet], by=cast.mazalo, on=ON)[0].state == "in_use"


def test_a_change_since_the_calculation_is_found_before_anybody_signs(cast, payable):
    run = prepare(cast)
    change(cast, payable[0])
    assert code_of(actions.take_step, run=run, step="engage", by=cast.awa, on=ON) == "wallet_changed"
    assert bring(cast, prepare(cast)).total == 30_000


def test_a_returned_line_is_not_paid_again_on_an_account_just_changed(cast, payable):
    bring(cast, prepare(cast))
    PaymentOrder.objects.update(state="returned", settled_on=ON)
    PayLine.objects.update(state="returned")
    change(cast, payable[0])
    lines = list(PayLine.objects.filter(mission=payable[0]))
    assert code_of(actions.reorder, lines=lines, by=cast.tchaa, on=ON) == "wallet_on_hold"


class Gateway:
    def __init__(self, client):
        self.client = client

    def sms(self, text, sender=OLD):
        asked = {"cle": "tests-only-gateway", "from": sender, "id": f"w{next(_ids)}", "text": text}
        return self.client.get(reverse("messages:sms"), asked).content.decode()


@pytest.fixture
def gateway(client):
    return Gateway(client)


def test_no_by_sms_from_the_old_number_stops_the_change(cast, payable, gateway):
    old, wallet = Wallet.objects.get(number=OLD[1:]), change(cast, payable[0], on=timezone.localdate())
    assert "ne change pas" in gateway.sms("Non")
    assert list(Wallet.objects.filter(pk__in=[old.pk, wallet.pk]).order_by("pk").values_list("state", flat=True)) == [
        "in_use",
        "retired",
    ]
    assert bring(cast, prepare(cast)).total == 60_000
    assert queries.stopped_changes(cast.awa)[0][1].reason == "NON par SMS du …0001"


def test_no_stops_a_change_that_nobody_approved_yet(cast, payable, gateway):
    wallet = ask_change(cast, payable[0])
    gateway.sms("NON", sender="+22891111111")
    assert code_of(actions.approve_wallets, wallets=[wallet], by=cast.mazalo, on=ON) == "wrong_state"
    assert stopped(prepare(cast)) == {}


def test_no_from_another_telephone_changes_nothing(cast, payable, gateway):
    wallet = change(cast, payable[0], on=timezone.localdate())
    assert "Aucun changement" in gateway.sms("NON", sender="+22892222222")
    assert Wallet.objects.get(pk=wallet.pk).state == "in_use"


def test_the_centre_that_took_the_call_stops_it_with_the_reason(cast, payable):
    wallet = change(cast, payable[0])
    assert code_of(actions.stop_change, wallet=wallet, reason="", by=cast.yao, on=ON) == "reason_required"
    actions.stop_change(wallet=wallet, reason="Appel du volontaire", by=cast.yao, on=ON)
    assert queries.wallets_in_use([payable[0].person_id])[payable[0].person_id].number == OLD[1:]


def test_another_centre_stops_nothing(cast, payable):
    wallet = change(cast, payable[0])
    type(payable[0].person).objects.update(commune=cast.tone_1)
    assert code_of(actions.stop_change, wallet=wallet, reason="Appel", by=cast.yao, on=ON) == "not_allowed"


def test_past_the_cycle_and_for_a_first_wallet_nothing_is_stopped(cast, payable):
    wallet = change(cast, payable[0])
    assert code_of(actions.stop_change, wallet=wallet, reason="Appel", by=cast.yao, on=DAY_PAID) == "hold_over"
    first = Wallet.objects.get(person=payable[1].person)
    assert code_of(actions.stop_change, wallet=first, reason="Appel", by=cast.yao, on=ON) == "not_a_change"


# The holder


def test_an_account_of_somebody_else_is_not_approved(cast, payable):
    wallet = ask_change(cast, payable[0], holder="KOKOU Ama")
    assert code_of(actions.approve_wallets, wallets=[wallet], by=cast.mazalo, on=ON) == "other_holder"


def look(cast, wallet, *, is_person=True, by=None):
    return actions.check_holder(wallet=wallet, means="paper", holder=wallet.holder, is_person=is_person, note="Carnet n° 12",
                                by=by or cast.mazalo, on=ON)  # fmt: skip


def test_a_paper_seen_by_another_opens_the_approval(cast, payable):
    wallet = ask_change(cast, payable[0], holder="KOKOU Ama")
    assert code_of(look, cast, wallet, by=cast.yao) == "not_allowed"
    look(cast, wallet)
    assert actions.approve_wallets(wallets=[wallet], by=cast.mazalo, on=ON)[0].state == "in_use"


def test_who_compared_when_and_how_is_kept(cast, payable):
    check = HolderCheck.objects.get(wallet__person=payable[0].person)
    assert (check.means, check.outcome, check.by_id, check.on) == ("names", "same", cast.tchaa.pk, ON)


def test_an_account_found_to_be_of_somebody_else_is_paid_no_more(cast, payable):
    look(cast, Wallet.objects.get(person=payable[0].person), is_person=False)
    assert stopped(prepare(cast)) == {payable[0].pk: ["other_holder"]}
    look(cast, Wallet.objects.get(person=payable[0].person))
    assert stopped(prepare(cast)) == {}


def test_an_account_whose_holder_nobody_compared_is_not_paid(cast, payable):
    other = Wallet.objects.create(person=make_payable(cast)[0].person, institution=make_institution(cast, "X"), number="7", folded="7",
                                  holder="X Y", entered_by_id=1, entered_on=ON)  # fmt: skip
    Wallet.objects.filter(person=payable[0].person).update(state="retired")
    Wallet.objects.filter(pk=other.pk).update(
        person=payable[0].person, state="in_use", approved_by_id=2, approved_on=ON
    )
    assert stopped(prepare(cast)) == {payable[0].pk: ["other_holder"]}


# Pages


def sent(**fields) -> dict:
    return {"receipt": str(uuid4()), **fields}


def test_the_page_shows_what_waits_and_takes_the_opposition(cast, payable, client):
    wallet = change(cast, payable[0], on=timezone.localdate())
    client.force_login(cast.yao)
    page = client.get("/paie/comptes/").text
    assert "Changés, en attente de leur cycle" in page and f"/paie/comptes/{wallet.pk}/opposition/" in page
    assert client.post(f"/paie/comptes/{wallet.pk}/opposition/", sent(reason="Appel du volontaire")).status_code == 302
    assert "Appel du volontaire" in client.get("/paie/comptes/").text


def test_the_page_notes_what_was_seen(cast, payable, client):
    wallet = ask_change(cast, payable[0], holder="KOKOU Ama")
    client.force_login(cast.mazalo)
    url = f"/paie/comptes/{wallet.pk}/verifier/"
    seen = {"means": "paper", "holder": "KOKOU Ama", "is_person": "yes", "note": "Carnet"}
    assert client.post(url, sent(**(seen | {"note": ""}))).status_code == 422
    assert client.post(url, sent(**seen)).status_code == 302
    assert "Carnet" in client.get(url).text
