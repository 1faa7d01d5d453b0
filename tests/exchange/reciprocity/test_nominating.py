"""Nobody is proposed without the own consent; exactly what was shown leaves; what left is taken back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from teriya.exchange.reciprocity import actions, dossier, queries
from teriya.exchange.reciprocity.models import Candidacy, Nomination, Offer
from teriya.exchange.wire import actions as wire
from teriya.exchange.wire import queries as said
from teriya.exchange.wire.models import Fact
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.messages.models import Message
from teriya.people.models import Person
from tests.exchange.conftest import outbox
from tests.exchange.reciprocity.test_crossing import AFI
from tests.factories.people import register, somebody
from tests.factories.reciprocity import FIELDS, TYPED, a_post, kossi_of, post_here, prepared, stay_of
from tests.factories.routes import a_paper

TODAY = timezone.localdate


def code_of(call, **arguments) -> str:
    with pytest.raises(Refusal) as no:
        call(**arguments)
    return no.value.code


def kinds_said(agency) -> list[str]:
    return [row.fact.kind for row in outbox(agency) if not row.fact.kind.startswith("convention")]


def test_nothing_leaves_before_the_person_agrees(cast, moussa, abroad):
    row = prepared(cast, abroad)
    assert code_of(actions.send, nomination=row, by=moussa, on=TODAY()) == "wrong_state"
    assert not Fact.objects.filter(about=row.uid).exists()
    assert "dites oui ou non" in Message.objects.get(template="exchange_consent").text


def test_the_person_alone_agrees_on_the_own_account(cast, moussa, abroad):
    row = prepared(cast, abroad)
    for other in (moussa, cast.afi):
        with pytest.raises(NotAllowed):
            actions.agree(nomination=row, by=other, on=TODAY())
    agreed = actions.agree(nomination=row, by=cast.kossi, on=TODAY())
    assert (agreed.state, sorted(agreed.consent.fields), agreed.consent.how) == ("agreed", sorted(FIELDS), "account")


def test_a_signed_paper_stands_for_it_and_is_joined(cast, moussa, abroad):
    row = prepared(cast, abroad)
    assert code_of(actions.sign, nomination=row, paper=None, by=moussa, on=TODAY()) == "paper_required"
    agreed = actions.sign(nomination=row, paper=a_paper(), by=moussa, on=TODAY())
    assert (agreed.state, agreed.consent.how) == ("agreed", "signed")


def test_exactly_what_was_shown_leaves(cast, moussa, burkina, abroad):
    row = prepared(cast, abroad)
    shown = dossier.personal_part(row)
    actions.agree(nomination=row, by=cast.kossi, on=TODAY())
    row = actions.send(nomination=Nomination.objects.get(pk=row.pk), by=moussa, on=TODAY())
    assert said.person_part(row.dossier) == shown
    assert shown.keys() <= set(FIELDS) and shown["motivation"] == TYPED["motivation"]
    assert "phone" not in shown and kossi_of(cast).phone not in str(said.preview(row.dossier))
    (token,) = wire.prepare(burkina.row)[-1:]
    assert row.person.family not in token


@pytest.mark.parametrize("field", ["phone", "health", "blood_group"])
def test_what_the_convention_does_not_name_cannot_be_chosen(cast, abroad, field):
    assert code_of(prepared, cast=cast, offer=abroad, fields=[*FIELDS, field]) == "field_not_agreed"


def test_without_a_convention_nobody_is_thought_of_and_no_post_is_offered(cast, moussa, burkina, hear):
    uid = uuid4()
    assert hear(burkina, "offer.publish", uid, a_post().content()) == "applied"
    assert code_of(prepared, cast=cast, offer=Offer.objects.get(uid=uid)) == "no_convention"
    assert code_of(actions.publish_offer, agency=burkina.row, new=a_post(), by=moussa, on=TODAY()) == "no_convention"


def test_only_a_national_volunteer_serving_or_former_goes(cast, abroad):
    [afi] = register(cast, somebody(cast))
    assert code_of(prepared, cast=cast, offer=abroad, person=afi) == "never_served"


def test_one_person_is_proposed_once_at_a_time(cast, abroad):
    prepared(cast, abroad)
    assert code_of(prepared, cast=cast, offer=abroad) == "already_proposed"


def test_the_authorisation_is_asked_when_it_is_said_and_again_when_it_leaves(cast, moussa, burkina, abroad):
    row = actions.agree(nomination=prepared(cast, abroad), by=cast.kossi, on=TODAY())
    burkina.row.authorisations.update(state="revoked")
    assert code_of(actions.send, nomination=row, by=moussa, on=TODAY()) == "not_authorised"
    burkina.row.authorisations.update(state="active")
    actions.send(nomination=row, by=moussa, on=TODAY())
    burkina.row.authorisations.update(state="revoked")
    wire.prepare(burkina.row)
    held = outbox(burkina.row)[-1]
    assert (held.state, held.sequence) == ("held", None)


def test_a_dossier_that_waits_does_not_leave_for_a_post_withdrawn_meanwhile(burkina, proposed, hear):
    assert hear(burkina, "offer.withdraw", proposed.offer.uid, {"because": "La salle ferme."}) == "applied"
    wire.prepare(burkina.row)
    held = outbox(burkina.row)[-1]
    assert (held.state, held.sequence) == ("held", None)
    assert Nomination.objects.get(pk=proposed.pk).state == "lapsed"


def test_an_answer_is_heard_told_and_shown(proposed, accepted):
    assert accepted.state == "accepted"
    assert accepted.starts_on == proposed.offer.starts_on
    assert Message.objects.filter(template="exchange_accepted").count() == 1


def test_whoever_says_no_before_it_leaves_is_not_proposed_and_what_was_typed_is_gone(cast, moussa, abroad):
    row = actions.agree(nomination=prepared(cast, abroad), by=cast.kossi, on=TODAY())
    row = actions.decline(nomination=row, by=cast.kossi, on=TODAY())
    row.refresh_from_db()
    row.consent.refresh_from_db()
    assert (row.state, row.typed, row.consent.withdrawn_on) == ("declined", "", TODAY())


def test_consent_taken_back_before_it_left_stops_it(cast, burkina, proposed):
    row = actions.retract(nomination=proposed, by=cast.kossi, on=TODAY())
    assert (row.state, row.undelivered) == ("undelivered", "voided")
    wire.prepare(burkina.row)
    assert kinds_said(burkina.row) == ["nomination.send"]
    assert outbox(burkina.row)[-1].token == ""


def test_consent_taken_back_after_it_left_withdraws_and_recalls(cast, burkina, proposed, hear):
    burkina.acknowledge(tokens := wire.prepare(burkina.row))
    wire.settle(burkina.row, burkina.acknowledge(tokens))
    row = actions.retract(nomination=proposed, by=cast.kossi, on=TODAY())
    assert (row.state, row.withdrawal, row.recall_how) == ("withdrawn", "consent", "delete")
    assert kinds_said(burkina.row) == ["nomination.send", "nomination.withdraw", "recall.ask"]
    content = {"how": "delete", "parts": 1, "dossier": row.dossier.digest}
    assert hear(burkina, "recall.receipt", row.uid, content | {"dossier": "0" * 64}) == "other_dossier"
    assert hear(burkina, "recall.receipt", row.uid, content) == "applied"
    [gone] = queries.gone_about(row.person)
    assert not gone.is_kept_there


def test_what_they_recall_is_erased_here_and_the_receipt_says_so(cast, moussa, burkina, hear):
    offer = post_here(cast, burkina.row)
    uid = uuid4()
    assert hear(burkina, "nomination.send", uid, {"offer": str(offer.uid)}, person=AFI) == "applied"
    row = Nomination.objects.get(uid=uid)
    assert queries.names(row) == "SAWADOGO Awa"
    assert code_of(actions.give_back, nomination=row, how="delete", by=moussa, on=TODAY()) == "still_needed"
    assert hear(burkina, "recall.ask", uid, {"how": "delete"}) == "applied"
    actions.give_back(nomination=row, how="delete", by=moussa, on=TODAY())
    row = Nomination.objects.get(uid=uid)
    assert said.person_part(row.dossier) is None and queries.names(row) == row.reference
    receipt = outbox(burkina.row)[-1].fact
    assert (receipt.kind, receipt.content["parts"], receipt.content["dossier"]) == (
        "recall.receipt",
        1,
        row.dossier.digest,
    )
    assert code_of(actions.give_back, nomination=row, how="delete", by=moussa, on=TODAY()) == "already_erased"


def test_a_post_has_so_many_places(cast, moussa, burkina, hear):
    offer = post_here(cast, burkina.row, seats=1)
    rows = []
    for _n in range(2):
        uid = uuid4()
        hear(burkina, "nomination.send", uid, {"offer": str(offer.uid)}, person=AFI)
        rows.append(Nomination.objects.get(uid=uid))
    actions.accept(nomination=rows[0], by=moussa, on=TODAY(), **stay_of(offer))
    assert code_of(actions.accept, nomination=rows[1], by=moussa, on=TODAY(), **stay_of(offer)) == "seats_taken"
    assert actions.refuse(nomination=rows[1], code="taken", by=moussa, on=TODAY()).state == "refused"


def test_interviews_of_both_sides_stand_side_by_side(cast, moussa, burkina, abroad, hear):
    row = prepared(cast, abroad)
    ours = {"held_on": TODAY(), "means": "in_person", "verdict": "favourable", "panel": "Direction, suivi"}
    actions.hold_interview(nomination=row, is_ours=True, by=moussa, on=TODAY(), **ours)
    actions.agree(nomination=row, by=cast.kossi, on=TODAY())
    row = actions.send(nomination=row, by=moussa, on=TODAY())
    assert kinds_said(burkina.row) == ["nomination.send", "nomination.interview"]
    theirs = {
        "interview": str(uuid4()),
        "held_on": TODAY().isoformat(),
        "means": "video",
        "verdict": "reserved",
        "panel": "Structure",
    }
    assert hear(burkina, "nomination.interview", row.uid, theirs) == "applied"
    assert list(row.interviews.values_list("is_ours", "verdict")) == [(True, "favourable"), (False, "reserved")]


def test_an_agency_without_the_system_is_served_by_letters(cast, moussa, mali):
    offer = post_here(cast, mali)
    letter = actions.Letter("lettre 12 du 3 mars")
    row = actions.declare_nomination(offer=offer, person=AFI, letter=letter, by=moussa, on=TODAY())
    assert row.dossier.is_declared and not row.is_ours
    assert code_of(actions.withdraw, nomination=row, code="person", by=moussa, on=TODAY()) == "source_required"
    assert actions.withdraw(nomination=row, code="person", by=moussa, on=TODAY(), letter=letter).state == "withdrawn"
    assert outbox(mali) == []


def test_nobody_types_the_words_of_an_agency_that_speaks(proposed, moussa):
    letter = actions.Letter("lettre 12 du 3 mars")
    days = stay_of(proposed.offer)
    assert (
        code_of(actions.accept, nomination=proposed, by=moussa, on=TODAY(), letter=letter, **days) == "agency_speaks"
    )


def test_an_arrival_beats_a_withdrawal_that_crosses_it(moussa, burkina, accepted):
    row = actions.withdraw(nomination=accepted, code="agency", by=moussa, on=TODAY())
    tokens = wire.prepare(burkina.row)
    actions.note_arrival(nomination=row, on=TODAY())
    assert Nomination.objects.get(pk=row.pk).state == "arrived"
    wire.settle(burkina.row, burkina.acknowledge(tokens, "arrived"))
    row = Nomination.objects.get(pk=row.pk)
    assert (row.state, row.withdrawn_on) == ("arrived", None)


def test_the_funnel_of_a_call_counts_its_rows(cast, moussa, abroad):
    kossi = kossi_of(cast)
    one = actions.apply_oneself(offer=abroad, by=cast.kossi, on=TODAY())
    assert code_of(actions.enter, offer=abroad, person=kossi, by=moussa, on=TODAY()) == "already_applied"
    actions.advance(offer=abroad, ids=[one.pk], step="find_eligible", by=moussa, on=TODAY())
    assert [stage.people for stage in queries.call(abroad)] == [1, 1, 0, 0]
    actions.stop(offer=abroad, ids=[one.pk], because="Les dates.", by=moussa, on=TODAY())
    assert code_of(actions.advance, offer=abroad, ids=[one.pk], step="shortlist", by=moussa, on=TODAY()) == "stopped"
    assert Candidacy.objects.get().stopped_because == "Les dates."
    assert Person.objects.filter(pk=kossi.pk).exists()


def test_a_dossier_that_serves_no_more_is_to_give_back_once_the_convention_lets_it_be_kept_no_longer(
    cast, moussa, burkina, hear
):
    offer = post_here(cast, burkina.row)
    uid = uuid4()
    hear(burkina, "nomination.send", uid, {"offer": str(offer.uid)}, person=AFI)
    actions.refuse(nomination=Nomination.objects.get(uid=uid), code="dates", by=moussa, on=TODAY())
    kept = burkina.row.conventions.get().keep_days
    assert not Nomination.objects.to_erase(TODAY() + timedelta(kept)).exists()
    assert Nomination.objects.to_erase(TODAY() + timedelta(kept + 1)).exists()
