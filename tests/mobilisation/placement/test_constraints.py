"""What the database itself refuses, and what two officers at once may not do."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.hosts.models import Need, Seat
from teriya.mobilisation.placement import actions, offers
from teriya.mobilisation.placement.models import Offer, Round
from tests.factories.hosts import TODAY
from tests.factories.placement import (
    apply,
    decided,
    fund,
    offer_to,
    open_wave,
    post,
    proposed,
    rank,
    ranked,
    simulated,
)


def offered(application, seat) -> Offer:
    with transaction.atomic():
        return Offer.objects.create(application=application, seat=seat, on=TODAY, answer_by=TODAY)


def test_a_seat_is_offered_to_one_person(cast):
    wave = ranked(cast, 240, 150, 90)
    decided(cast, wave)
    with pytest.raises(IntegrityError, match="seat_offered_to_one"):
        offered(wave.applications.get(number="3"), offer_to("1").seat)


def test_a_person_has_one_live_offer(cast):
    wave = ranked(cast, 240)
    decided(cast, wave)
    with pytest.raises(IntegrityError, match="one_live_offer"):
        offered(wave.applications.get(), Seat.objects.get(state="open"))


def test_no_offer_without_a_funded_seat(cast):
    wave = ranked(cast, 240)
    Seat.objects.update(envelope=None)
    with pytest.raises(IntegrityError, match="offer_without_funded_seat"):
        offered(wave.applications.get(), Seat.objects.first())


@pytest.mark.parametrize("spoil", [lambda wave: Need.objects.update(state="submitted"),
                                   lambda wave: wave.needs.first().host.accreditations.all().delete()])  # fmt: skip
def test_no_offer_without_an_approved_need_of_an_accredited_host(cast, spoil):
    wave = ranked(cast, 240)
    spoil(wave)
    with pytest.raises(IntegrityError, match="offer_without_approved_need"):
        offered(wave.applications.get(), Seat.objects.first())


def test_a_wave_has_one_decided_round(cast):
    wave = ranked(cast, 240)
    simulated(cast, wave, "A")
    simulated(cast, wave, "B")
    with pytest.raises(IntegrityError, match="one_decided_round_a_wave"), transaction.atomic():
        Round.objects.update(state="decided")


def at_once(*deeds) -> list:
    """Each deed in a thread of its own, all let go together; what each gave, or its refusal's code."""
    gate, given = threading.Barrier(len(deeds)), []

    def run(deed) -> None:
        try:
            gate.wait()
            given.append(deed())
        except Refusal as no:
            given.append(no.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def user(pk: int) -> User:
    return User.objects.get(pk=pk)


def test_two_officers_call_the_reserve_for_one_seat(own_database, cast):
    round = decided(cast, ranked(cast, 240, 150, 90))
    offers.answer(offers=[offer_to("2")], accept=False, by=cast["regional_agent"], on=TODAY, reason="papier")
    call = lambda: len(offers.call_reserve(round=round, by=user(cast.kodjo.pk), on=TODAY))  # noqa: E731
    assert sorted(at_once(call, call), key=str) == [1, "reserve_empty"]
    assert Offer.objects.filter(seat=offer_to("2").seat, state="proposed").count() == 1


def test_two_officers_record_two_answers(own_database, cast):
    decided(cast, ranked(cast, 240))
    offer = offer_to("1")

    def record(accept: bool):
        return lambda: (
            offers.answer(offers=[offer], accept=accept, by=user(cast.yao.pk), on=TODAY, reason="papier")[0].state
        )

    given = at_once(record(True), record(False))
    assert "offer_closed" in given
    assert offer_to("1").state in given


def test_two_rounds_decided_at_once_make_one_placement(own_database, cast):
    wave = ranked(cast, 240, 150)
    rounds = [proposed(cast, wave, "A"), proposed(cast, wave, "B", ceilings={"education/TG-P": 1})]
    deeds = [lambda round=round: actions.decide(round=round, by=user(cast.ama.pk), on=TODAY).state for round in rounds]
    assert sorted(at_once(*deeds)) == ["already_decided", "decided"]
    assert Round.objects.decided().count() == 1


def test_a_need_of_two_waves_is_placed_once(own_database, cast):
    """Both waves count on the same seat: the second decision finds it taken."""
    need = post(cast, "B0001")
    fund(cast, need)
    rounds = []
    for code in ("VNC-1", "VNC-2"):
        wave = open_wave(cast, need, code=code)

        apply(cast, wave, 240)
        rounds.append(proposed(cast, rank(cast, wave)))
    deeds = [lambda round=round: actions.decide(round=round, by=user(cast.ama.pk), on=TODAY).state for round in rounds]
    assert sorted(at_once(*deeds)) == ["decided", "no_funded_seat"]
