"""The rolls, the marks, what the rule decides, the gate that a pass opens, the certificate."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from teriya.foundation.core.models import Gate
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import actions as documents
from teriya.foundation.messages.models import Message
from teriya.service.missions import actions as missions_of
from teriya.service.training import actions, queries
from teriya.service.training.engine.timetable import Slot
from teriya.service.training.models import Presence
from tests.factories.missions import give_account, make_missions
from tests.factories.training import DAY, hold, make_session, make_trained


def refused(code: str, do) -> Refusal:
    with pytest.raises(Refusal) as no:
        do()
    assert no.value.code == code
    return no.value


def opened() -> dict[int, str]:
    return dict(Gate.objects.filter(subject="mission", gate="training").values_list("subject_id", "evidence"))


def test_all_present_except(cast):
    session = make_session(cast, make_missions(cast, 3, until="prepared"))
    away = session.trainees.first()
    roll = actions.call_roll(session=session, slot=Slot(DAY, "am"), absent=[away.pk], by=cast.komlan, on=DAY)
    assert roll.presences.filter(was_there=True).count() == 2 and not roll.presences.get(trainee=away).was_there
    again = actions.call_roll(session=session, slot=Slot(DAY, "am"), absent=[], by=cast.komlan, on=DAY, seen=1)
    assert (again.pk, again.version) == (roll.pk, 2) and not Presence.objects.filter(was_there=False).exists()
    refused(
        "roll_changed",
        lambda: actions.call_roll(session=session, slot=Slot(DAY, "am"), absent=[], by=cast.komlan, on=DAY, seen=1),
    )


def test_a_roll_has_its_half_day_and_its_hand(cast):
    [mission] = make_missions(cast, until="prepared")
    session = make_session(cast, [mission], days=2)
    tomorrow = Slot(DAY + timedelta(1), "am")
    refused(
        "half_day_to_come",
        lambda: actions.call_roll(session=session, slot=tomorrow, absent=[], by=cast.komlan, on=DAY),
    )
    refused(
        "half_day_outside",
        lambda: actions.call_roll(
            session=session, slot=Slot(DAY - timedelta(1), "am"), absent=[], by=cast.komlan, on=DAY
        ),
    )
    refused(
        "not_allowed", lambda: actions.call_roll(session=session, slot=Slot(DAY, "am"), absent=[], by=cast.yao, on=DAY)
    )
    give_account(mission, cast.komlan)
    refused(
        "own_training",
        lambda: actions.call_roll(session=session, slot=Slot(DAY, "am"), absent=[], by=cast.komlan, on=DAY),
    )


def test_who_takes_a_seat_late_was_not_there(cast):
    early, late = make_missions(cast, 2, until="prepared")
    session = make_session(cast, [early], capacity=2)
    listed = [session.trainees.get().pk]
    [seat] = actions.seat(session=session, missions=[late], by=cast.kodjo, on=DAY)
    actions.call_roll(session=session, slot=Slot(DAY, "am"), absent=[], called=listed, by=cast.komlan, on=DAY)
    actions.call_roll(session=session, slot=Slot(DAY, "pm"), absent=[], by=cast.komlan, on=DAY)
    assert queries.presence_of(session)[seat.pk] == {Slot(DAY, "pm")}


def test_results_wait_for_every_roll_and_mark(cast):
    session = make_session(cast, make_missions(cast, until="prepared"))
    early = DAY - timedelta(1)
    refused("training_not_over", lambda: actions.conclude(session=session, by=cast.komlan, on=early))
    no = refused("training_incomplete", lambda: actions.conclude(session=session, by=cast.komlan, on=DAY))
    assert "20/02 matin" in no.sentence
    for half in ("am", "pm"):
        actions.call_roll(session=session, slot=Slot(DAY, half), absent=[], by=cast.komlan, on=DAY)
    no = refused("training_incomplete", lambda: actions.conclude(session=session, by=cast.komlan, on=DAY))
    assert "statut, droits et devoirs" in no.sentence and opened() == {}


def test_the_gate_opens_for_those_who_passed_with_the_minutes(cast):
    people = make_missions(cast, 3, until="prepared")
    session = make_session(cast, people)
    here, away, weak = session.trainees.order_by("mission")
    hold(cast, session, absent=[away.pk], marks={weak.pk: 9})
    found = actions.conclude(session=session, by=cast.komlan, on=DAY)
    session.refresh_from_db()
    assert {outcome: [one.pk for one in rows] for outcome, rows in found.items()} == {
        "passed": [here.pk], "resit": [away.pk, weak.pk], "failed": [],
    }  # fmt: skip
    assert opened() == {here.mission_id: session.minutes.number}
    assert [row[-1] for row in session.minutes.data["rows"] if "note" in row[-1]] == [
        "à reprendre : Le volontariat : statut, droits et devoirs (note insuffisante)"
    ]
    assert set(Message.objects.filter(template__startswith="training_").values_list("template", flat=True)) == {
        "training_called", "training_passed", "training_resit",
    }  # fmt: skip
    refused("nothing_changes", lambda: actions.conclude(session=session, by=cast.komlan, on=DAY))


def test_a_corrected_mark_passes_and_a_pass_stays(cast):
    session = make_session(cast, make_missions(cast, 2, until="prepared"))
    here, weak = session.trainees.order_by("mission")
    hold(cast, session, marks={weak.pk: 9})
    actions.conclude(session=session, by=cast.komlan, on=DAY)
    module = session.modules.get(code="volunteering")
    actions.enter_marks(module=module, marks={weak.pk: 15, here.pk: 0}, by=cast.komlan, on=DAY)
    assert [one.pk for one in actions.conclude(session=session, by=cast.komlan, on=DAY)["passed"]] == [weak.pk]
    here.refresh_from_db()
    assert here.state == "passed" and here.marks.get().value == 14
    assert len(opened()) == 2 and len(set(opened().values())) == 2


def test_who_resits_owes_only_what_was_missed_then_fails_for_good(cast):
    people = make_missions(cast, until="prepared")
    session = make_session(cast, people)
    hold(cast, session, mark=9)
    actions.conclude(session=session, by=cast.komlan, on=DAY)
    again = make_session(cast, people, day=DAY + timedelta(7), days=2)
    seat = again.trainees.get()
    assert (seat.attempt, seat.asked) == (2, ["volunteering"])
    assert queries.course_of(again).done(seat).halves == 1
    hold(cast, again, mark=8)
    actions.conclude(session=again, by=cast.komlan, on=again.to_on)
    seat.refresh_from_db()
    assert (seat.state, seat.owed) == ("failed", {"volunteering": "mark"})
    third = make_session(cast, form="VNC", day=DAY + timedelta(14), capacity=3)
    refused("not_to_train", lambda: actions.seat(session=third, missions=people, by=cast.kodjo, on=DAY))
    assert queries.waiting(people, DAY)[0].stage == "failed" and opened() == {}


def test_a_mission_given_up_leaves_its_seat(cast):
    kept, gone = make_missions(cast, 2, until="prepared")
    session = make_session(cast, [kept, gone])
    missions_of.cancel(mission=gone, reason="Renonce", by=cast.kodjo, on=DAY)
    hold(cast, session)
    actions.conclude(session=session, by=cast.komlan, on=DAY)
    assert session.trainees.get(mission=gone).state == "left" and set(opened()) == {kept.pk}


def test_certificates_are_sealed_verified_and_issued_once(cast):
    people = make_missions(cast, 2, until="prepared")
    session = make_trained(cast, people)
    refused("not_allowed", lambda: actions.issue_certificates(session=session, by=cast.komlan, on=DAY))
    printed = actions.issue_certificates(session=session, by=cast.ama, on=DAY)
    assert len(printed) == 2 and printed[0].data["modules"][0]["mark"] == 14
    assert documents.pdf(printed[0]).startswith(b"%PDF") and printed[0].seal
    refused("nobody_to_certify", lambda: actions.issue_certificates(session=session, by=cast.ama, on=DAY))


def asked(cast, count: int) -> list[int]:
    """How many queries each act of a session takes, for so many people."""
    session = make_session(cast, make_missions(cast, count, until="prepared"), until="seated")
    acts = (
        lambda: actions.convene(session=session, by=cast.kodjo, on=DAY),
        lambda: actions.call_roll(session=session, slot=Slot(DAY, "am"), absent=[], by=cast.komlan, on=DAY),
        lambda: hold(cast, session),
        lambda: actions.conclude(session=session, by=cast.komlan, on=DAY),
        lambda: actions.issue_certificates(session=session, by=cast.ama, on=DAY),
    )
    counts = []
    for act in acts:
        with CaptureQueriesContext(connection) as log:
            act()
        counts.append(len(log))
    return counts


def test_a_session_of_any_size_takes_the_same_queries(cast):
    asked(cast, 1)  # what is read once and kept
    assert asked(cast, 40) == asked(cast, 3)
