"""Overrides, ties, appeals, and what withdrawals change before the deployment."""

from datetime import timedelta

import pytest

from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.messages.models import Message
from teriya.mobilisation.calls import actions as calls
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.placement import actions, appeals, jobs, offers, queries
from teriya.mobilisation.placement.models import Appeal, Offer, Round
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
    proposed,
    published,
    rank,
    ranked,
    simulated,
)
from tests.scenes import scene


def outcome(round: Round) -> dict[str, str]:
    return dict(round.placements.values_list("application__number", "need__reference"))


def overridden(cast, round, number, to, reason="Seule à parler ewe dans ce village."):
    return actions.override(
        round=round, number=number, post=to, reason=reason, name=f"{round.name}+", by=cast["operations"], on=TODAY
    )


def test_an_override_moves_the_others_around_it_and_says_why(cast):
    before = simulated(cast, ranked(cast, 240, 150, 90))
    after = overridden(cast, before, "3", "B0001")
    assert outcome(before) == {"1": "B0001", "2": "B0002"}
    assert outcome(after) == {"3": "B0001", "1": "B0002"}
    assert after.placements.get(application__number="3").override.startswith("Seule à parler")
    [sentence, _] = queries.why(after, Application.objects.get(number="3"))
    assert "oui" in sentence


def test_an_override_may_leave_somebody_out(cast):
    after = overridden(cast, simulated(cast, ranked(cast, 240, 150, 90)), "1", "", "Désistement oral, constaté.")
    assert outcome(after) == {"2": "B0001", "3": "B0002"}
    assert "Désistement oral" in queries.why(after, Application.objects.get(number="1"))[0]


def test_overrides_are_decided_offered_and_published(cast):
    round = overridden(cast, simulated(cast, ranked(cast, 240, 150, 90)), "3", "B0001")
    actions.propose(round=round, by=cast["operations"], on=TODAY)
    actions.decide(round=round, by=cast["director"], on=TODAY)
    assert offer_to("3").seat.need.reference == "B0001"
    actions.publish(round=round, by=cast["director"], on=TODAY)


@pytest.mark.parametrize(("number", "to", "reason", "code"), [
    ("9", "B0001", "Motif", "unknown_candidate"), ("1", "B0099", "Motif", "unknown_setting"),
    ("1", "B0002", " ", "reason_required"), ("4", "B0002", "Motif", "override_diploma"),
])  # fmt: skip
def test_the_gates_stay_for_an_override(cast, number, to, reason, code):
    wave = open_wave(cast)
    apply(cast, wave, 240, 150, 90)
    apply(cast, wave, 80, diploma="bac", wishes="B0001")
    round = simulated(cast, rank(cast, wave))
    with pytest.raises(Refusal, match=code):
        overridden(cast, round, number, to, reason)


def test_who_has_a_tie_places_nobody(cast):
    wave, kodjo, ama = ranked(cast, 240, 150), cast["operations"], cast["director"]
    round = proposed(cast, wave)
    actions.declare_tie(wave=wave, what="Tante du N° 2", by=ama, on=TODAY)
    with pytest.raises(NotAllowed, match="tied"):
        actions.decide(round=round, by=ama, on=TODAY)
    actions.declare_tie(wave=wave, what="Cousin", by=kodjo, on=TODAY)
    with pytest.raises(NotAllowed, match="tied"):
        simulated(cast, wave, "B")


def test_who_shares_the_telephone_of_a_candidate_decides_nothing(cast):
    round = proposed(cast, ranked(cast, 240, 150))
    person = Application.objects.get(number="1").person
    person.phone = cast["director"].phone
    person.save(update_fields=["phone"])
    with pytest.raises(NotAllowed, match="same_phone"):
        actions.decide(round=round, by=cast["director"], on=TODAY)


@pytest.fixture
@scene
def contested(cast) -> Application:
    """Afi is third of a published placement of two seats."""
    published(cast, ranked(cast, 240, 150, 90))
    application = Application.objects.select_related("person", "wave").get(number="3")
    give_account(application, cast.afi)
    return application


def contest(cast, application, on=TODAY) -> Appeal:
    return appeals.file_appeal(application=application, text="Ma note est fausse.", by=cast.afi, on=on)


def test_an_appeal_is_answered_by_somebody_without_a_hand_in_it(cast, contested):
    appeal = contest(cast, contested)
    assert appeal.answer_by == TODAY + timedelta(15)
    for role in ("operations", "director"):
        with pytest.raises(NotAllowed, match="same_person"):
            appeals.answer(appeal=appeal, uphold=False, reason="Non", by=cast[role], on=TODAY)
    done = appeals.answer(
        appeal=appeal,
        uphold=False,
        reason="La note est celle du procès-verbal.",
        by=cast["regional_supervisor"],
        on=TODAY,
    )
    assert done.state == "rejected"
    assert Message.objects.filter(about=f"appeal:{appeal.pk}").count() == 2


def test_an_appeal_is_one_s_own_once_and_in_time(cast, contested):
    with pytest.raises(NotAllowed, match="not_yours"):
        appeals.file_appeal(application=contested, text="Moi aussi", by=cast.kossi, on=TODAY)
    contest(cast, contested)
    with pytest.raises(Refusal, match="appeal_once"):
        contest(cast, contested)
    Appeal.objects.all().delete()
    round = Round.objects.get(state="published")
    assert appeals.last_day(round) == TODAY + timedelta(10)


def test_before_the_publication_nobody_appeals(cast):
    decided(cast, ranked(cast, 240, 150, 90))
    application = Application.objects.select_related("person", "wave").get(number="3")
    give_account(application, cast.afi)
    with pytest.raises(Refusal, match="appeal_closed"):
        contest(cast, application)


def test_an_appeal_upheld_may_give_a_free_seat(cast, contested):
    appeal, mazalo = contest(cast, contested), cast["regional_supervisor"]
    offer = offer_to("1")
    with pytest.raises(Refusal, match="no_free_seat"):
        appeals.answer(appeal=appeal, uphold=True, reason="Erreur", by=mazalo, on=TODAY, need=offer.seat.need)
    assert Appeal.objects.get().state == "filed"
    offers.answer(offers=[offer], accept=False, by=cast["regional_agent"], on=TODAY, reason="par téléphone")
    appeals.answer(appeal=appeal, uphold=True, reason="Erreur de saisie.", by=mazalo, on=TODAY, need=offer.seat.need)
    assert Offer.objects.get(application=contested).seat.need == offer.seat.need


def withdraw(cast, number: str) -> None:
    offers.answer(offers=[offer_to(number)], accept=False, by=cast["regional_agent"], on=TODAY, reason="par téléphone")


def test_before_the_deployment_a_withdrawal_moves_those_who_wait_up(cast):
    """1 at B0001, 2 at B0002, 3 in reserve: 1 leaves, so 2 gets the wish that came first and 3 the seat of 2."""
    round = decided(cast, ranked(cast, 240, 150, 90))
    withdraw(cast, "1")
    offers.call_reserve(round=round, by=cast["operations"], on=TODAY)
    live = {
        o.application.number: o.seat.need.reference
        for o in Offer.objects.live().select_related("application", "seat__need")
    }
    assert live == {"2": "B0001", "3": "B0002"}
    assert Offer.objects.get(application__number="2", state="cancelled")


def test_who_has_accepted_does_not_move(cast):
    round = decided(cast, ranked(cast, 240, 150, 90))
    offers.answer(offers=[offer_to("2")], accept=True, by=cast["regional_agent"], on=TODAY)
    withdraw(cast, "1")
    offers.call_reserve(round=round, by=cast["operations"], on=TODAY)
    live = {
        o.application.number: o.seat.need.reference
        for o in Offer.objects.live().select_related("application", "seat__need")
    }
    assert live == {"2": "B0002", "3": "B0001"}


def test_who_would_lose_a_seat_kept_for_women_does_not_move(cast):
    """3, a woman, holds the seat of B0001 that was kept; freed seats are open to all, where 2 has more points."""
    posts = (post(cast, "B0001", places=2), post(cast, "B0002"))
    fund(cast, *posts)
    wave = open_wave(cast, *posts)
    apply(cast, wave, 240, 200)
    apply(cast, wave, 90, wishes="B0001")
    apply(cast, wave, 250, wishes="B0002 B0001")
    Person.objects.exclude(applications__number="3").update(sex="M")
    round = decided(cast, rank(cast, wave), reserved_women=50)
    assert outcome(round) == {"1": "B0001", "3": "B0001", "4": "B0002"}
    withdraw(cast, "4")
    offers.call_reserve(round=round, by=cast["operations"], on=TODAY)
    live = Offer.objects.live().values_list("application__number", "seat__need__reference")
    assert dict(live) == {"1": "B0001", "2": "B0002", "3": "B0001"}


def test_a_long_simulation_is_computed_by_the_worker(cast):
    wave = ranked(cast, 240, 150)
    round = actions.announce(wave=wave, name="A", settings={}, by=cast["operations"], on=TODAY)
    assert round.state == "computing" and not round.manifest
    jobs.compute_round(round.pk)
    round.refresh_from_db()
    assert (round.state, round.done, len(outcome(round))) == ("simulated", 4, 2)
    jobs.compute_round(round.pk)  # asked twice: done once


def test_a_simulation_that_stops_says_why(cast):
    wave = ranked(cast, 240, 150)
    round = actions.announce(wave=wave, name="A", settings={"least_women": 9}, by=cast["operations"], on=TODAY)
    jobs.compute_round(round.pk)
    round.refresh_from_db()
    assert round.state == "dropped" and "plancher" in round.refusal


def test_who_left_before_the_decision_makes_it_anew(cast):
    wave = ranked(cast, 240, 150, 90)
    round = proposed(cast, wave, budgets={"ETAT": 1_000_000})
    calls.withdraw(
        application=Application.objects.get(number="1"), by=cast["regional_agent"], on=TODAY, reason="malade"
    )
    with pytest.raises(Refusal, match="inputs_changed"):
        actions.decide(round=round, by=cast["director"], on=TODAY)
