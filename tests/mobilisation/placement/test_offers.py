from datetime import timedelta

import pytest

from teriya.foundation.core.models import Transition
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.messages.gsm7 import plain
from teriya.foundation.messages.models import Message
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.hosts.models import Host, Seat
from teriya.mobilisation.placement import offers
from teriya.mobilisation.placement.models import Offer
from teriya.people.models import Person
from tests.factories.hosts import TODAY
from tests.factories.placement import (
    apply,
    decided,
    fund,
    give_account,
    offer_to,
    open_wave,
    post,
    rank,
    ranked,
    simulated,
)
from tests.scenes import scene

YESTERDAY = TODAY - timedelta(1)


@pytest.fixture
@scene
def round(cast):
    """1 is placed at B0001, 2 at B0002; 3 and 4 wait in reserve. Afi is candidate 1."""
    wave = ranked(cast, 240, 150, 90, 60)
    give_account(wave.applications.get(number="1"), cast.afi)
    return decided(cast, wave)


def state_of(number: str) -> str:
    return Application.objects.get(number=number).state


def decline(cast, number: str) -> None:
    offers.answer(offers=[offer_to(number)], accept=False, by=cast["regional_agent"], on=TODAY, reason="au téléphone")


def test_an_offer_waits_seven_days(round):
    assert offer_to("1").answer_by == TODAY + timedelta(7)


def test_each_placed_person_is_told_by_sms(round):
    [told, _other] = Message.objects.filter(template="offer_made").order_by("pk")
    last = offer_to("1").answer_by
    assert told.text == (
        f"ANVT : place pour vous (1) : CEG Haho 1. Réponse jusqu'au {last:%d/%m/%Y}, site ou centre. "
        "Ne payez jamais personne."
    )


def test_an_sms_keeps_its_end_when_the_host_has_a_long_name(cast):
    wave = ranked(cast, 240)
    Host.objects.update(name="Complexe scolaire et centre de formation professionnelle de l’Union des coopératives")
    decided(cast, wave)
    assert Message.objects.get(template="offer_made").text.endswith("site ou centre. Ne payez jamais personne.")


def test_a_candidate_accepts_for_oneself(cast, round):
    offers.answer(offers=[offer_to("1")], accept=True, by=cast["candidate"], on=TODAY)
    assert offer_to("1").state == "accepted"
    assert not Message.objects.filter(template__startswith="offer_accepted").exists()


def test_a_candidate_does_not_answer_for_another(cast, round):
    with pytest.raises(Refusal, match="not_your_offer"):
        offers.answer(offers=[offer_to("2")], accept=True, by=cast["candidate"], on=TODAY)


def test_a_declined_seat_is_free_and_its_candidate_leaves(cast, round):
    offers.answer(offers=[offer_to("1")], accept=False, by=cast["candidate"], on=TODAY)
    assert (offer_to("1").state, offer_to("1").seat.state, state_of("1")) == ("declined", "open", "withdrawn")


def test_an_officer_records_and_the_person_is_told(cast, round):
    offers.answer(offers=[offer_to("2")], accept=True, by=cast["regional_agent"], on=TODAY)
    assert Transition.objects.get(subject="offer").name == "record_acceptance"
    assert "votre accord pour CEG Haho 1" in plain(Message.objects.get(template="offer_accepted_for_you").text)


def test_an_officer_writes_why_somebody_refuses(cast, round):
    with pytest.raises(Refusal, match="reason_required"):
        offers.answer(offers=[offer_to("2")], accept=False, by=cast["regional_agent"], on=TODAY)
    assert offer_to("2").state == "proposed"


def test_an_officer_of_elsewhere_does_not_record(cast, round):
    Person.objects.update(commune=cast.tone_1)
    with pytest.raises(Refusal, match="not_your_offer"):
        offers.answer(offers=[offer_to("2")], accept=True, by=cast["regional_agent"], on=TODAY)


def test_an_offer_is_answered_once(cast, round):
    decline(cast, "2")
    with pytest.raises(Refusal, match="offer_closed"):
        offers.answer(offers=[offer_to("2")], accept=True, by=cast["regional_agent"], on=TODAY)


def test_after_the_last_day_it_is_too_late(cast, round):
    Offer.objects.update(on=YESTERDAY - timedelta(7), answer_by=YESTERDAY)
    with pytest.raises(Refusal, match="offer_expired"):
        offers.answer(offers=[offer_to("1")], accept=True, by=cast["candidate"], on=TODAY)


def test_a_paper_of_the_last_day_is_recorded_the_day_after(cast, round):
    Offer.objects.update(on=YESTERDAY - timedelta(7), answer_by=YESTERDAY)
    offers.answer(offers=[offer_to("2")], accept=True, by=cast["regional_agent"], on=YESTERDAY)
    assert offer_to("2").state == "accepted"


def test_an_answer_does_not_come_before_its_offer(cast, round):
    with pytest.raises(Refusal, match="before_offer"):
        offers.answer(offers=[offer_to("1")], accept=True, by=cast["candidate"], on=YESTERDAY)


def test_who_left_the_wave_does_not_accept(cast, round):
    Application.objects.filter(number="1").update(state="withdrawn")
    with pytest.raises(Refusal, match="application_left"):
        offers.answer(offers=[offer_to("1")], accept=True, by=cast["candidate"], on=TODAY)


def test_a_pile_of_answers_writes_what_can_be(cast, round):
    decline(cast, "1")
    done = offers.record_answers(offers=list(Offer.objects.all()), accept=True, by=cast["regional_agent"], on=TODAY)
    assert [offer.application.number for offer in done.written] == ["2"]
    assert [(offer.application.number, no.sentence) for offer, no in done.refused] == [
        ("1", "Cette proposition est déjà refusée.")
    ]


def test_offers_without_answer_expire(cast, round):
    offers.answer(offers=[offer_to("1")], accept=True, by=cast["candidate"], on=TODAY)
    Offer.objects.update(answer_by=YESTERDAY)
    [expired] = offers.expire(by=cast["operations"], on=TODAY)
    assert (expired.application.number, offer_to("2").state, offer_to("2").seat.state) == ("2", "expired", "open")
    assert state_of("2") == "withdrawn"
    assert offer_to("1").state == "accepted"


def test_the_reserve_is_called_in_the_published_order(cast, round):
    decline(cast, "2")
    [called] = offers.call_reserve(round=round, by=cast["operations"], on=TODAY)
    assert (called.application.number, called.seat.need.reference) == ("3", "B0002")
    assert (state_of("3"), state_of("4")) == ("placed", "reserve")


def test_the_reserve_is_called_for_the_wish_each_one_prefers(cast, round):
    decline(cast, "1")
    decline(cast, "2")
    called = offers.call_reserve(round=round, by=cast["operations"], on=TODAY)
    assert {one.application.number: one.seat.need.reference for one in called} == {"3": "B0001", "4": "B0002"}


def test_the_reserve_keeps_to_the_ceilings(cast):
    round = decided(cast, ranked(cast, 240, 150), ceilings={"education/TG-P": 1})
    with pytest.raises(Refusal, match="reserve_empty"):
        offers.call_reserve(round=round, by=cast["operations"], on=TODAY)
    decline(cast, "1")
    [called] = offers.call_reserve(round=round, by=cast["operations"], on=TODAY)
    assert called.application.number == "2"


def test_the_reserve_keeps_to_the_money(cast):
    round = decided(cast, ranked(cast, 240, 150), places={"ETAT": 1})
    with pytest.raises(Refusal, match="reserve_empty"):
        offers.call_reserve(round=round, by=cast["operations"], on=TODAY)


def test_a_simulation_has_no_reserve(cast):
    with pytest.raises(Refusal, match="not_decided"):
        offers.call_reserve(round=simulated(cast, ranked(cast, 240)), by=cast["operations"], on=TODAY)


def test_a_director_does_not_call_the_reserve(cast, round):
    with pytest.raises(Refusal, match="not_allowed"):
        offers.call_reserve(round=round, by=cast["director"], on=TODAY)


def test_a_pile_asks_the_same_number_of_queries_whatever_its_size(cast, django_assert_max_num_queries):
    posts = [post(cast, "B0001", places=5), post(cast, "B0002", places=5)]
    fund(cast, *posts)
    wave = open_wave(cast, *posts)
    apply(cast, wave, *range(150, 160))
    decided(cast, rank(cast, wave))
    agent = cast["regional_agent"]
    with django_assert_max_num_queries(14):
        offers.record_answers(offers=list(Offer.objects.all()), accept=False, by=agent, on=TODAY, reason="papier")
    assert Seat.objects.filter(state="open").count() == 10
