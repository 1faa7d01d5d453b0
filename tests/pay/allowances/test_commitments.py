"""Francs committed for a seat: spent by its months, taken over by another envelope, given back when nobody will spend them."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier, Semaphore
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.ledger import actions as ledger
from teriya.foundation.ledger import queries
from teriya.foundation.ledger.models import Envelope, EnvelopeMovement
from teriya.foundation.ledger.queries import Standing
from teriya.mobilisation.hosts import needs
from teriya.mobilisation.hosts.models import Seat
from teriya.pay.allowances import actions
from tests.factories.allowances import ON, bring, holder_of, make_payable, prepare
from tests.factories.missions import make_missions, make_need

COST = 180_000  # a VEC seat: 1 500 × 20 days × 6 months
HELD = 10**10


def standing(code: str = "ETAT-2024") -> Standing:
    return queries.standings()[Envelope.objects.get(code=code).pk]


def partner(cast, code: str = "P9", amount: int = HELD) -> Envelope:
    return ledger.grant(
        code=code, title=code, funder="Partenaire", kind="cooperation", amount=amount, by=cast.awa, on=ON
    )


def cut(cast, amount: int) -> None:
    ledger.withdraw(
        envelope=Envelope.objects.get(code="ETAT-2024"), amount=amount, reason="Loi rectificative", by=cast.awa, on=ON
    )


def test_another_envelope_takes_over_what_is_not_spent(cast):
    [mission] = make_payable(cast)
    bring(cast, prepare(cast), until="order")
    taken = needs.refinance([mission.seat], envelope=partner(cast), reason="Convention arrêtée", by=cast.awa, on=ON)
    assert taken == COST - 30_000
    assert (standing().committed, standing().spent, standing("P9").committed) == (30_000, 30_000, taken)
    assert [payer.code for payer, _weight in Seat.objects.get(pk=mission.seat_id).payers] == ["P9"]


def test_seats_shared_anew_are_committed_to_the_franc(cast):
    [mission] = make_payable(cast, weights=(60, 40))
    payers = {"envelope": partner(cast), "weight": 1, "others": [(Envelope.objects.get(code="P2-2024"), 2)]}
    assert needs.refinance([mission.seat], **payers, reason="Avenant", by=cast.awa, on=ON) == COST
    assert [standing(code).committed for code in ("ETAT-2024", "P9", "P2-2024")] == [0, 60_000, 120_000]
    assert sorted(Seat.objects.get(pk=mission.seat_id).shares.values_list("weight", flat=True)) == [1, 2]


def test_a_taker_that_does_not_hold_it_takes_nothing(cast):
    [mission] = make_payable(cast)
    with pytest.raises(Refusal, match="envelope_short"):
        needs.refinance([mission.seat], envelope=partner(cast, amount=COST - 1), reason="Avenant", by=cast.awa, on=ON)
    assert (standing().committed, mission.seat.refinancings.count()) == (COST, 0)


def test_free_places_close_and_give_back_what_they_held(cast, client):
    need = make_need(cast, places=2, form="VEC", months=6)
    first, second = need.seats.order_by("number")
    client.force_login(cast.awa)
    sent = {"receipt": uuid4(), "chosen": [first.pk], "reason": "La structure n’en veut plus qu’une", "on": ON}
    client.post(reverse("hosts:close_seats", args=[need.pk]), sent)
    assert (standing().committed, standing().available) == (COST, HELD - COST)
    Seat.objects.filter(pk=second.pk).update(state="filled")
    with pytest.raises(Refusal, match="seat_not_open"):
        needs.close_seats([second], reason="x", by=cast.awa, on=ON)
    page = client.get(reverse("hosts:refinance", args=[need.pk])).text
    assert "checked" not in page  # what leaves an envelope is ticked by hand
    assert f'value="{second.pk}"' in page and f'value="{first.pk}"' not in page and "180\u202f000" in page


def test_a_closed_mission_gives_back_what_its_months_did_not_spend(cast):
    make_missions(cast, until="ended")
    before = standing().committed
    assert before > 0
    [closed] = make_missions(cast, until="closed")
    released = EnvelopeMovement.objects.filter(kind="released", source="mission", source_id=closed.pk)
    assert [move.amount for move in released] == [needs.cost(closed.seat.need)]
    assert standing().committed == before


def test_a_month_beyond_its_commitment_is_committed_first_or_refused(cast):
    [mission] = make_payable(cast)
    state = mission.seat.envelope
    ledger.move(state, "released", [ledger.Part("test", 1, COST - 10_000, mission.seat_id)], on=ON)
    run = bring(cast, prepare(cast), until="liquidate")
    cut(cast, HELD - 29_999)
    with pytest.raises(Refusal, match="envelope_short"):
        actions.take_step(run=run, step="order", by=holder_of(cast, "order"), on=ON)
    assert (standing().spent, standing().committed) == (0, 10_000)
    ledger.top_up(envelope=state, amount=1, reason="Arrêté", by=cast.awa, on=ON)
    actions.take_step(run=run, step="order", by=holder_of(cast, "order"), on=ON)
    assert (standing().spent, standing().committed, standing().available) == (30_000, 30_000, 0)


@pytest.mark.parametrize("is_asked", [True, False])
def test_a_hundred_hands_never_overdraw_an_envelope(own_database, cast, is_asked):
    """Sixty commitments fit: sixty hands have theirs, whether they ask the action or write straight to the table."""
    envelope = partner(cast, amount=600_000)
    start, seats = Barrier(100), Semaphore(80)  # connections at a time: the test’s PostgreSQL has a hundred

    def one(hand: int) -> str:
        start.wait()
        try:
            with seats, closing(connection):
                part = [ledger.Part("seat", hand + 1, 10_000, hand + 1)]
                if is_asked:
                    with transaction.atomic():
                        ledger.commit(envelope, part, on=ON)
                else:
                    ledger.move(envelope, "committed", part, on=ON)
            return "done"
        except Refusal as no:
            return no.code
        except IntegrityError as error:
            return "envelope_overdrawn" if "envelope_overdrawn" in str(error) else str(error)

    with ThreadPoolExecutor(100) as pool:
        told = list(pool.map(one, range(100)))
    refused = "envelope_short" if is_asked else "envelope_overdrawn"
    assert (told.count("done"), told.count(refused)) == (60, 40)
    assert standing("P9").available == 0
