"""Payees asked whether the money came: who, when, where, and what becomes of the answer."""

import hashlib
import html
from datetime import timedelta
from itertools import count

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.journal.models import Entry
from teriya.foundation.messages.gsm7 import length
from teriya.foundation.messages.models import Message
from teriya.pay.allowances import actions as pay
from teriya.pay.allowances.models import Institution, PayFile, PaymentOrder, Wallet
from teriya.pay.arrears import actions, queries
from teriya.pay.arrears.engine.answers import answer_of
from teriya.pay.arrears.engine.sample import draw, size
from teriya.pay.arrears.models import Case, Poll, Question
from tests.cast import appoint
from tests.factories.allowances import ON, answers, bring, make_payable, prepare
from tests.factories.missions import give_account
from tests.scenes import scene

TODAY = timezone.localdate()
_ids = count(1)
PHONE = "+2289111{:04}"


@pytest.fixture
@scene
def sent(cast):
    """Three volunteers paid on mobile wallets whose holders were compared; the file has left."""
    team = make_payable(cast, 3)
    for n, wallet in enumerate(Wallet.objects.order_by("pk")):
        number = PHONE.format(n)[1:]
        Wallet.objects.filter(pk=wallet.pk).update(number=number, folded=number)
    run = bring(cast, prepare(cast))
    PayFile.objects.update(on=TODAY)
    return run, team


def settle(cast, run, returned=()):
    file = PayFile.objects.get(run=run)
    content = answers(list(PaymentOrder.objects.filter(file=file)), returned=returned)
    pay.settle(run=run, institution=file.institution, content=content, filename="r.csv", by=cast.kossivi, on=ON)


def sms(client, settings, phone, text):
    settings.INBOUND_KEY = "k"
    facts = {"cle": "k", "from": phone, "id": str(next(_ids)), "text": text}
    return html.unescape(client.get(reverse("messages:sms"), facts).text)


def asked(cast, sent):
    actions.draw_polls(on=TODAY)
    settle(cast, sent[0])
    return actions.ask_payees(on=TODAY)


def test_a_file_is_drawn_once_and_anyone_draws_it_again(cast, sent):
    [poll] = actions.draw_polls(on=TODAY)
    assert actions.draw_polls(on=TODAY) == []
    assert (poll.population, poll.size, poll.is_before_answers) == (3, 3, True)
    references = list(PaymentOrder.objects.values_list("reference", flat=True))
    drawn = list(poll.questions.order_by("rank").values_list("order__reference", flat=True))
    assert drawn == sorted(references, key=lambda one: hashlib.sha256((poll.seed + one).encode()).hexdigest())
    assert (
        Entry.objects.get(action="arrears.draw").facts["commitment"] == hashlib.sha256(poll.seed.encode()).hexdigest()
    )


def test_the_size_is_the_share_and_at_least_the_least():
    assert [size(n, 5, 10) for n in (3, 10, 200, 201, 10_000)] == [3, 10, 10, 11, 500]
    assert draw(["a", "b", "c"], "s", 2) == draw(["c", "b", "a"], "s", 2)


def test_a_payee_is_asked_once_and_only_when_the_file_says_paid(cast, sent):
    actions.draw_polls(on=TODAY)
    assert actions.ask_payees(on=TODAY) == []
    back = PaymentOrder.objects.order_by("reference")[0].reference
    settle(cast, sent[0], returned=(back,))
    assert len(actions.ask_payees(on=TODAY)) == 2
    assert actions.ask_payees(on=TODAY) == []
    texts = list(Message.objects.filter(template="payee_asked").values_list("text", flat=True))
    assert len(texts) == 2 and "OUI, NON ou la somme" in texts[0] and "30 000 F" in texts[0]
    assert max(map(length, texts)) <= 160


def test_nobody_is_asked_at_a_number_that_only_the_register_holds(cast, sent):
    _run, team = sent
    actions.draw_polls(on=TODAY)
    for mission in team:
        type(mission.person).objects.filter(pk=mission.person_id).update(phone="+22892000000")
    wallet = Wallet.objects.order_by("pk")[0]
    Wallet.objects.filter(pk=wallet.pk).update(number="CARNET12", folded="CARNET12")
    settle(cast, sent[0])
    actions.ask_payees(on=TODAY)
    assert set(Message.objects.filter(template="payee_asked").values_list("to", flat=True)) == {
        PHONE.format(1),
        PHONE.format(2),
    }


def test_yes_or_the_same_sum_agree_and_no_or_another_sum_open_a_case(cast, sent, client, settings):
    asked(cast, sent)
    assert "vous avez recu 30 000 F" in sms(client, settings, PHONE.format(0), "30.000 F")
    assert "vérifie" in sms(client, settings, PHONE.format(1), "non")
    assert "vérifie" in sms(client, settings, PHONE.format(2), "28 500")
    said = dict(Question.objects.values_list("phone", "said"))
    assert said == {PHONE.format(0): "yes", PHONE.format(1): "no", PHONE.format(2): "other"}
    assert sorted(Case.objects.values_list("question__said_amount", flat=True), key=str) == [28_500, None]
    [rates] = queries.poll_rates(TODAY, 7)
    assert (rates.drawn, rates.asked, rates.answered, rates.disagreed, rates.silent) == (3, 3, 3, 2, 0)


def test_an_answer_twice_is_one_answer_and_a_stranger_answers_nothing(cast, sent, client, settings):
    asked(cast, sent)
    sms(client, settings, PHONE.format(0), "OUI")
    sms(client, settings, PHONE.format(0), "NON")
    sms(client, settings, "+22899999999", "NON")
    assert (Case.objects.count(), Question.objects.exclude(said="").count()) == (0, 1)


def test_silence_is_kept_as_silence(cast, sent):
    asked(cast, sent)
    later = TODAY + timedelta(8)
    [rates] = queries.poll_rates(later, 7)
    assert (rates.silent, rates.disagreed, rates.answered) == (3, 0, 0)


def test_non_stops_a_change_of_account_before_it_answers(cast, sent, client, settings):
    _run, team = sent
    asked(cast, sent)
    change = pay.NewWallet(team[0].person, Institution.objects.get(), "00998877", str(team[0].person))
    [wallet] = pay.enter_wallets(rows=[change], by=cast.yao, on=ON)
    assert "ne change pas" in sms(client, settings, PHONE.format(0), "NON")
    assert (Wallet.objects.get(pk=wallet.pk).state, Case.objects.count()) == ("retired", 0)
    assert "vérifie" in sms(client, settings, PHONE.format(0), "NON")
    assert Case.objects.count() == 1


def test_nobody_is_asked_while_a_change_may_be_stopped(cast, sent):
    _run, team = sent
    change = pay.NewWallet(team[0].person, Institution.objects.get(), "00998877", str(team[0].person))
    pay.enter_wallets(rows=[change], by=cast.yao, on=ON)
    assert len(asked(cast, sent)) == 2


@pytest.mark.parametrize(
    "text, answer",
    [("OUI", ("yes", None)), ("NON RECU", ("no", None)), ("28 500 F", ("other", 28_500)), ("28.500FCFA", ("other", 28_500)),
     ("OUI 28500", ("other", 28_500)), ("0", ("no", None)), ("STATUT 1234", None), ("OUI MAIS", None), ("", None), ("99999999999", None)],
)  # fmt: skip
def test_what_an_answer_is(text, answer):
    assert answer_of(text.split()) == answer


def test_a_case_is_taken_and_closed_by_somebody_who_did_not_pay(cast, sent, client, settings):
    asked(cast, sent)
    sms(client, settings, PHONE.format(1), "NON")
    case = Case.objects.get()
    appoint(cast.tchaa, "monitoring")
    with pytest.raises(NotAllowed, match="same_person"):
        actions.take_case(case=case, by=cast.tchaa, on=TODAY)
    client.force_login(cast.yao)
    page = f"/paie/enquete/desaccords/{case.pk}/"
    assert "Prendre en charge" in client.get(page).text
    client.post(page, {"receipt": "00000000-0000-4000-8000-000000000001"})
    assert Case.objects.get().owner_id == cast.yao.pk
    client.post(
        page,
        {
            "receipt": "00000000-0000-4000-8000-000000000002",
            "finding": "not_received",
            "reason": "Registre de la caisse vu.",
        },
    )
    case = Case.objects.get()
    assert (case.state, case.finding) == ("closed", "not_received")
    assert "Aucun désaccord" in client.get("/paie/enquete/desaccords/").text


def test_the_sample_is_hidden_until_the_institution_has_answered(cast, sent, client):
    [poll] = actions.draw_polls(on=TODAY)
    client.force_login(cast.tchaa)
    url = f"/paie/enquete/{poll.pk}/"
    assert poll.seed not in client.get(url).text and poll.commitment in client.get(url).text
    settle(cast, sent[0])
    page = client.get(url).text
    assert poll.seed in page and PaymentOrder.objects.first().reference in page


def test_the_task_waits_for_the_centre_and_the_page_says_the_rates(cast, sent, client, settings):
    asked(cast, sent)
    sms(client, settings, PHONE.format(1), "NON")
    client.force_login(cast.mazalo)
    assert "Désaccords de payés à traiter" in client.get("/").text
    client.force_login(cast.ama)
    page = client.get("/paie/enquete/").text
    assert "1 sur 3" in page and "1 sur 1" in page


def test_a_pack_that_asks_nobody_draws_nothing(cast, sent, monkeypatch):
    monkeypatch.setattr("teriya.foundation.rules.queries.amount", lambda name, **facts: 0)
    assert actions.draw_polls(on=TODAY) == [] and Poll.objects.count() == 0


def test_pay_by_sms_says_what_is_late_to_the_proven_number_only(cast, sent, client, settings):
    _run, team = sent
    give_account(team[0], cast.kossi)
    phone = cast.kossi.phone
    assert "aucun volontaire connu" in sms(client, settings, phone, "PAIE")
    type(cast.kossi).objects.filter(pk=cast.kossi.pk).update(phone_verified=True)
    said = sms(client, settings, phone, "PAIE")
    assert "mars 2024" in said and "COOPEC Haho" in said and length(said) <= 160
