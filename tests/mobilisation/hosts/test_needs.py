"""From what a host asks to seats that somebody pays."""

from datetime import timedelta

import pytest

from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.documents.models import Document
from teriya.foundation.ledger import actions as ledger
from teriya.foundation.messages.models import Message
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts import actions, needs
from teriya.mobilisation.hosts.models import Fact, Need, Seat
from tests.factories.hosts import (
    TODAY,
    a_need,
    accredited,
    approved,
    envelope,
    evaluated,
    registered,
    reviewed,
    seats,
    submitted,
    with_officer,
)

pytestmark = pytest.mark.django_db


def vnc():
    return Form.objects.get(code="VNC")


def test_twenty_four_months_of_a_form_of_twelve_are_twelve_renewable(cast):
    need = submitted(cast, months=24)
    assert (need.months, need.is_renewable) == (12, True)


def test_more_than_the_form_allows_is_refused(cast):
    with pytest.raises(Refusal, match="term_too_long") as no:
        submitted(cast, months=25)
    assert no.value.field == "months"


def test_a_missing_tutor_stops_nothing(cast):
    assert submitted(cast, tutor="").state == "submitted"


def test_an_officer_asks_for_the_own_host_only(cast):
    mine, other = accredited(cast), accredited(cast, name="EPP Haho 1", office_number="8")
    with_officer(cast, mine)
    assert submitted(cast, mine, by=cast["host_officer"]).by_id == cast.essi.pk
    with pytest.raises(NotAllowed, match="not_of_this_host"):
        submitted(cast, other, by=cast["host_officer"], reference="B0002")


def test_a_tutor_does_not_ask_for_the_host(cast):
    host = accredited(cast)
    with_officer(cast, host, cast.abla, duty="tutor")
    with pytest.raises(NotAllowed):
        submitted(cast, host, by=cast["tutor"])


def test_a_reference_is_given_once(cast):
    need = submitted(cast)
    with pytest.raises(Refusal, match="need_known") as no:
        submitted(cast, need.host)
    assert no.value.field == "reference"


def test_approve_opens_a_seat_a_place_and_prints_the_fiche(cast):
    need = approved(cast, places=3)
    assert [seat.number for seat in seats(need)] == [1, 2, 3]
    paper = Document.objects.get(subject="need", subject_id=need.pk)
    assert "B0001" in paper.data["title"]


def test_approve_is_refused_unless_the_host_is_accredited(cast):
    need = reviewed(cast, evaluated(cast))
    with pytest.raises(Refusal, match="host_not_accredited"):
        needs.approve([need], by=cast["operations"], on=TODAY)
    assert not Seat.objects.exists()


def test_approve_is_refused_while_the_host_is_suspended(cast):
    need = reviewed(cast)
    actions.decide(host=need.host, step="suspend", reason="Impayés", by=cast["operations"], on=TODAY)
    with pytest.raises(Refusal, match="host_not_accredited"):
        needs.approve([need], by=cast["operations"], on=TODAY)


def test_head_office_approves_only_what_the_region_has_seen(cast):
    with pytest.raises(Refusal, match="wrong_state"):
        needs.approve([submitted(cast)], by=cast["operations"], on=TODAY)


def test_the_region_does_not_approve(cast):
    with pytest.raises(NotAllowed):
        needs.approve([reviewed(cast)], by=cast["regional_supervisor"], on=TODAY)


def test_who_wrote_a_need_gives_no_opinion_on_it_nor_approves_it(cast):
    need = submitted(cast, by=cast["operations"])
    with pytest.raises(NotAllowed, match="same_person"):
        needs.review([need], by=cast["operations"], on=TODAY)
    needs.review([need], by=cast["regional_supervisor"], on=TODAY)
    with pytest.raises(NotAllowed, match="same_person"):
        needs.approve([need], by=cast["operations"], on=TODAY)


def test_who_gave_the_opinion_does_not_approve(cast):
    need = submitted(cast)
    needs.review([need], by=cast["operations"], on=TODAY)
    with pytest.raises(NotAllowed, match="same_person"):
        needs.approve([need], by=cast["operations"], on=TODAY)


def test_who_belongs_to_the_host_gives_no_opinion(cast):
    need = submitted(cast)
    with_officer(cast, need.host, cast.mazalo, duty="tutor")
    with pytest.raises(NotAllowed, match="own_host"):
        needs.review([need], by=cast["regional_supervisor"], on=TODAY)


def test_a_need_sent_back_is_corrected_and_sent_again(cast):
    host = accredited(cast)
    with_officer(cast, host)
    need = submitted(cast, host, by=cast["host_officer"])
    with pytest.raises(Refusal, match="reason_required"):
        needs.request_change(need=need, reason=" ", by=cast["regional_supervisor"], on=TODAY)
    needs.request_change(need=need, reason="Dites le tuteur", by=cast["regional_supervisor"], on=TODAY)
    assert "Dites le tuteur" in Message.objects.filter(to=host.phone).latest("pk").text
    fact = Fact.objects.get(source="change")
    assert (fact.host, fact.done_on, fact.due_on) == (host, None, TODAY + timedelta(15))
    needs.correct([(need, a_need(host, tutor="KAO Afi"))], form=vnc(), by=cast["host_officer"], on=TODAY)
    again = needs.resubmit(need=need, by=cast["host_officer"], on=TODAY)
    fact.refresh_from_db()
    assert (again.state, again.tutor, fact.done_on) == ("submitted", "KAO Afi", TODAY)


def test_head_office_may_send_back_what_the_region_liked(cast):
    need = needs.request_change(need=reviewed(cast), reason="Trop de places", by=cast["operations"], on=TODAY)
    assert need.state == "to_change" and not Fact.objects.exists()  # the centre wrote it, the host owes no answer


def test_a_need_is_taken_back_until_it_is_approved(cast):
    need = reviewed(cast)
    needs.withdraw(need=need, reason="Poste pourvu", by=cast["regional_agent"], on=TODAY)
    other = approved(cast, need.host, reference="B2")
    with pytest.raises(Refusal, match="wrong_state"):
        needs.withdraw(need=other, reason="?", by=cast["regional_agent"], on=TODAY)


def test_an_approved_need_is_replaced_while_nobody_pays_it(cast):
    old = approved(cast)
    facts = {"form": vnc(), "reason": "Le poste a changé", "by": cast["regional_agent"], "on": TODAY}
    new = needs.replace(need=old, row=a_need(old.host, reference="B2", profile="nurse"), **facts)
    old.refresh_from_db()
    assert (old.state, new.state, new.replaces, {seat.state for seat in seats(old)}) == (
        "closed",
        "submitted",
        old,
        {"closed"},
    )
    paid = approved(cast, old.host, reference="B3")
    needs.fund(seats(paid), envelope=envelope(cast), by=cast["finance_officer"], on=TODAY)
    with pytest.raises(Refusal, match="need_funded"):
        needs.replace(need=paid, row=a_need(old.host, reference="B4"), **facts)


def test_approving_many_takes_as_many_queries_as_one(cast, django_assert_max_num_queries, django_assert_num_queries):
    host = accredited(cast)
    rows = [a_need(host, reference=f"B{n:04}") for n in range(16)]
    one, *others = needs.submit(rows, form=vnc(), by=cast["regional_agent"], on=TODAY)
    needs.review([one, *others], by=cast["regional_supervisor"], on=TODAY)
    with django_assert_max_num_queries(24) as few:
        needs.approve([one], by=cast["operations"], on=TODAY)
    with django_assert_num_queries(len(few)):
        needs.approve(others, by=cast["operations"], on=TODAY)


def test_a_refused_need_keeps_its_reason(cast):
    need = submitted(cast)
    with pytest.raises(Refusal, match="reason_required"):
        needs.refuse(need=need, reason=" ", by=cast["regional_supervisor"], on=TODAY)
    assert needs.refuse(need=need, reason="Profil absent", by=cast["regional_supervisor"], on=TODAY).state == "refused"


def test_a_need_is_corrected_until_it_is_reviewed(cast):
    need = submitted(cast)
    row = a_need(need.host, places=4, tutor="")
    needs.correct([(need, row)], form=vnc(), by=cast["regional_agent"], on=TODAY)
    need.refresh_from_db()
    assert (need.places, need.tutor) == (4, "AYITE Yao")
    needs.review([need], by=cast["regional_supervisor"], on=TODAY)
    with pytest.raises(Refusal, match="need_settled"):
        needs.correct([(need, row)], form=vnc(), by=cast["regional_agent"], on=TODAY)


def test_a_seat_costs_its_allowance_over_the_contract(cast):
    """VNC: 60 000 × 12 (voaafrique, 2017). VEC: 1 500 × 20 days × 6 months = 180 000 (togoportail, 2020)."""
    assert needs.cost(submitted(cast)) == 720_000
    assert (
        needs.cost(submitted(cast, Need.objects.get().host, form="VEC", months=6, reference="B0002", diploma=""))
        == 180_000
    )


def test_fund_commits_what_the_seats_cost(cast):
    need, state = approved(cast), envelope(cast, 1_500_000)
    assert needs.fund(seats(need), envelope=state, by=cast["finance_officer"], on=TODAY) == 1_440_000
    assert ledger.available(state) == 60_000
    assert {seat.envelope for seat in seats(need)} == {state}


def test_fund_twice_commits_once(cast):
    need, state = approved(cast), envelope(cast)
    needs.fund(seats(need), envelope=state, by=cast["finance_officer"], on=TODAY)
    assert needs.fund(seats(need), envelope=state, by=cast["finance_officer"], on=TODAY) == 0


def test_an_envelope_too_short_funds_nothing_by_halves(cast):
    need, state = approved(cast), envelope(cast, 720_000)
    with pytest.raises(Refusal, match="envelope_short"):
        needs.fund(seats(need), envelope=state, by=cast["finance_officer"], on=TODAY)
    assert not Seat.objects.exclude(envelope=None).exists() and ledger.available(state) == 720_000


def shared(cast, seats, *weights, amounts=(10**7, 10**7, 10**7)):
    envelopes = [envelope(cast, amount, code=f"E{n}") for n, amount in enumerate(amounts)]
    others = list(zip(envelopes[1:], weights[1:], strict=False))
    needs.fund(seats, envelope=envelopes[0], weight=weights[0], others=others, by=cast["finance_officer"], on=TODAY)
    return envelopes


def test_three_envelopes_pay_a_seat_each_its_part(cast):
    """720 000 × 60 %, 30 % and 10 %."""
    need = approved(cast)
    envelopes = shared(cast, seats(need)[:1], 60, 30, 10)
    assert [10**7 - ledger.available(one) for one in envelopes] == [432_000, 216_000, 72_000]
    seat = seats(need)[0]
    assert seat.payers == list(zip(envelopes, (60, 30, 10), strict=True)) and seat.envelope == envelopes[0]


def test_a_partner_too_short_funds_nothing_by_halves(cast):
    need = approved(cast)
    with pytest.raises(Refusal, match="envelope_short"):
        shared(cast, seats(need)[:1], 50, 50, amounts=(10**7, 100_000))
    assert not Seat.objects.exclude(envelope=None).exists()


@pytest.mark.parametrize("weights, code", [((1, 0), "bad_share"), ((0, 1), "bad_share")])
def test_a_part_is_never_nothing(cast, weights, code):
    with pytest.raises(Refusal, match=code):
        shared(cast, seats(approved(cast)), *weights)


def test_an_envelope_pays_one_part_only(cast):
    state = envelope(cast, code="E0")
    with pytest.raises(Refusal, match="envelope_twice"):
        needs.fund(seats(approved(cast)), envelope=state, others=[(state, 1)], by=cast["finance_officer"], on=TODAY)


def test_operations_does_not_fund(cast):
    need, state = approved(cast), envelope(cast)
    with pytest.raises(NotAllowed):
        needs.fund(seats(need), envelope=state, by=cast["operations"], on=TODAY)


def test_a_need_of_a_registered_host_waits(cast):
    assert submitted(cast, registered(cast)).state == "submitted"


def test_who_belongs_to_the_host_does_not_fund_its_seats(cast):
    need, state = approved(cast), envelope(cast)
    with_officer(cast, need.host, cast.awa, duty="tutor")
    with pytest.raises(NotAllowed, match="own_host"):
        needs.fund(seats(need), envelope=state, by=cast["finance_officer"], on=TODAY)
