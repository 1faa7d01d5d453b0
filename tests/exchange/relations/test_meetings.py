"""Minutes and their lines stand on both sides; each line is done by its owner."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from teriya.exchange.relations import actions, queries
from teriya.exchange.relations.actions import Line
from teriya.exchange.relations.models import Decision, Framework, Meeting, PeerMission
from teriya.exchange.wire import actions as wire
from teriya.foundation.core.refusals import NotAllowed, Refusal
from tests.exchange.conftest import outbox
from tests.factories.relations import make_framework, make_letter, make_meeting, make_mission, propose

TODAY = timezone.localdate


def minutes(**values) -> dict:
    due = (TODAY() + timedelta(30)).isoformat()
    return {
        "nature": "committee", "met": TODAY().isoformat(), "place": "Ouagadougou", "present": "Sira", "notes": "",
        "decisions": [{"what": "Écrire", "owner": "tg", "due": due}, {"what": "Désigner", "owner": "bf", "due": due}],
    } | values  # fmt: skip


def test_their_minutes_stand_here_with_our_lines_and_theirs(burkina, hear):
    uid = uuid4()
    assert hear(burkina, "meeting.record", uid, minutes()) == "applied"
    assert [row.is_ours for row in Meeting.objects.get(uid=uid).decisions.all()] == [True, False]
    assert hear(burkina, "meeting.record", uid, minutes()) == "already_said"


def test_a_line_of_a_third_agency_is_refused(burkina, hear):
    other = minutes(decisions=[{"what": "Écrire", "owner": "ml", "due": "2030-01-01"}])
    assert hear(burkina, "meeting.record", uuid4(), other) == "other_agencies" and not Meeting.objects.exists()


def test_each_line_is_done_by_its_owner_alone_and_once(cast, moussa, burkina, hear):
    meeting = make_meeting(cast, burkina.row)
    ours, theirs = meeting.decisions.all()
    assert hear(burkina, "meeting.done", meeting.uid, {"rank": ours.rank, "how": "écrites"}) == "not_owner"
    assert hear(burkina, "meeting.done", meeting.uid, {"rank": theirs.rank, "how": "désignées"}) == "applied"
    assert hear(burkina, "meeting.done", meeting.uid, {"rank": theirs.rank, "how": "encore"}) == "already_done"
    assert hear(burkina, "meeting.done", meeting.uid, {"rank": 9, "how": "?"}) == "line_unknown"
    with pytest.raises(Refusal, match="agency_speaks"):
        actions.do_decision(decision=theirs, how="vu", source="lettre", by=moussa, on=TODAY())
    assert actions.do_decision(decision=ours, how="écrites", by=moussa, on=TODAY()).done_on == TODAY()


def test_minutes_that_are_not_taken_there_ask_nobody_for_anything(cast, moussa, burkina):
    late = Line("Écrire", True, TODAY())
    meeting = make_meeting(cast, burkina.row, late)
    assert Decision.objects.late_on(TODAY() + timedelta(1)).count() == 1
    (token,) = wire.prepare(burkina.row)
    wire.settle(burkina.row, burkina.acknowledge([token], "cannot_apply"))
    meeting.refresh_from_db()
    assert meeting.trouble == "cannot_apply" and not Decision.objects.late_on(TODAY() + timedelta(1)).exists()


def test_a_line_that_is_not_taken_as_done_waits_again(cast, moussa, burkina):
    ours = make_meeting(cast, burkina.row).decisions.first()
    actions.do_decision(decision=ours, how="écrites", by=moussa, on=TODAY())
    tokens = wire.prepare(burkina.row)
    wire.settle(burkina.row, [*burkina.acknowledge(tokens[:1]), *burkina.acknowledge(tokens[1:], "line_unknown")])
    ours.refresh_from_db()
    assert ours.done_on is None


def test_minutes_have_a_line_and_no_term_before_the_meeting(cast, moussa, mali):
    with pytest.raises(Refusal, match="due_before"):
        make_meeting(cast, mali, Line("Écrire", True, TODAY() - timedelta(1)))
    with pytest.raises(Refusal, match="no_decision"):
        actions.record_meeting(
            agency=mali,
            nature="plan",
            met_on=TODAY(),
            place="Lomé",
            present="",
            notes="",
            lines=[],
            by=moussa,
            on=TODAY(),
        )


def test_a_silent_agency_is_told_by_letter_each_thing_once(cast, moussa, mali):
    make_meeting(cast, mali)
    row = propose(cast, mali)
    said = [fact.kind for fact, why in queries.to_tell(mali, TODAY()) if not why]
    assert said == ["meeting.record", "convention.propose"] and outbox(mali) == []
    letter = make_letter(cast, mali)
    titles = [part["title"] for part in letter.document.data["parts"]]
    assert titles[1] == f"Nous proposons : {row.title}, version 1" and queries.to_tell(mali, TODAY()) == []
    with pytest.raises(Refusal, match="nothing_to_tell"):
        make_letter(cast, mali)


def test_nothing_leaves_by_letter_either_while_the_agency_is_not_known(cast, moussa, mali):
    make_meeting(cast, mali)
    type(mali).objects.filter(pk=mali.pk).update(state="suspended")
    with pytest.raises(Refusal, match="nothing_to_tell"):
        make_letter(cast, mali)


def test_no_letter_to_an_agency_that_speaks(cast, moussa, burkina):
    make_meeting(cast, burkina.row)
    with pytest.raises(Refusal, match="agency_speaks"):
        make_letter(cast, burkina.row)


def test_the_signature_is_recorded_by_another_person_and_stays(cast, moussa, mali):
    row = make_framework(cast, mali)
    with pytest.raises(IntegrityError, match="signed_framework_stays"), transaction.atomic():
        Framework.objects.filter(pk=row.pk).update(signed_at="Bamako")
    with pytest.raises(NotAllowed):
        actions.close_framework(framework=row, step="end", reason="terme", by=moussa, on=TODAY())
    assert actions.close_framework(framework=row, step="end", reason="terme", by=cast.ama, on=TODAY()).state == "ended"


def test_a_report_is_written_once(cast, moussa, mali):
    row = make_mission(cast, mali)
    with pytest.raises(Refusal, match="already_reported"):
        actions.report_mission(mission=row, findings="autre chose", follow_up="", by=moussa, on=TODAY())
    with pytest.raises(IntegrityError, match="mission_report_stays"), transaction.atomic():
        PeerMission.objects.filter(pk=row.pk).update(findings="autre chose")
