from datetime import date

import pytest

from teriya.foundation.core.models import Transition
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.actions import revoke
from teriya.foundation.messages.models import Message
from teriya.people.models import ServicePeriod
from teriya.service.missions import actions
from teriya.service.missions.models import Closing, Mission
from teriya.service.missions.states import CHECKLIST
from tests.factories.missions import DEPLOYMENT, give_account, make_missions

TERM = date(2025, 2, 28)
AFTER = date(2025, 3, 3)
ALL = dict.fromkeys(CHECKLIST, True)


def closed(cast, count: int = 1) -> list[Mission]:
    missions = make_missions(cast, count)
    actions.end(missions=missions, reason="term", by=cast.mazalo, on=AFTER)
    actions.update_closing(missions=missions, ticks=ALL, by=cast.mazalo, on=AFTER)
    return actions.close(missions=missions, by=cast.mazalo, on=AFTER)


def resign(cast, mission, last_day=date(2024, 6, 14), on=date(2024, 6, 20), why="emploi trouvé"):
    return actions.end(missions=[mission], reason="resignation", last_day=last_day, why=why, by=cast.mazalo, on=on)[0]


def test_term_ends_each_on_its_own_last_day(cast):
    missions = make_missions(cast, 2)
    ended = actions.end(missions=missions, reason="term", by=cast.mazalo, on=AFTER)
    assert {(m.state, m.ended_on, m.is_unpayable, m.seat.state) for m in Mission.objects.all()} == {
        ("ended", TERM, False, "closed")
    }
    assert Closing.objects.filter(mission__in=ended).count() == 2


def test_term_is_not_written_in_advance(cast):
    missions = make_missions(cast)
    with pytest.raises(Refusal, match="end_in_future"):
        actions.end(missions=missions, reason="term", by=cast.mazalo, on=date(2025, 2, 27))


def test_resignation_shortens_service_and_frees_the_seat(cast):
    mission = resign(cast, make_missions(cast)[0])
    mission.refresh_from_db()
    assert (mission.is_unpayable, mission.end_reason, mission.seat.state, mission.offer.state) == (
        True,
        "resignation",
        "open",
        "cancelled",
    )
    assert ServicePeriod.objects.get(source="mission").period.upper == date(2024, 6, 15)
    assert Transition.objects.get(subject="mission", name="end").reason == "emploi trouvé"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"why": " "}, "reason_required"),
        ({"last_day": None}, "last_day_missing"),
        ({"last_day": date(2024, 2, 28)}, "end_outside_contract"),
        ({"last_day": date(2024, 6, 21)}, "end_in_future"),
    ],
)
def test_early_end_says_when_and_why(cast, changes, code):
    [mission] = make_missions(cast)
    with pytest.raises(Refusal, match=code):
        resign(cast, mission, **changes)


def test_mission_not_started_is_not_ended_but_cancelled(cast):
    [mission] = make_missions(cast, until="signed")
    with pytest.raises(Refusal, match="wrong_state"):
        resign(cast, mission)
    row = actions.cancel(mission=mission, reason="désistement", by=cast.mazalo, on=DEPLOYMENT)
    row.seat.refresh_from_db()
    assert (row.state, row.seat.state) == ("cancelled", "open")


def test_nobody_ends_one_s_own_mission(cast):
    [mission] = make_missions(cast)
    give_account(mission, cast.mazalo)
    with pytest.raises(Refusal, match="own_mission"):
        resign(cast, mission)


def test_close_names_what_is_left(cast):
    missions = make_missions(cast)
    actions.end(missions=missions, reason="term", by=cast.mazalo, on=AFTER)
    actions.update_closing(missions=missions, ticks=ALL | {"goods_returned": False}, by=cast.mazalo, on=AFTER)
    with pytest.raises(Refusal, match=r"closing_incomplete.*: biens et matériel rendus"):
        actions.close(missions=missions, by=cast.mazalo, on=AFTER)


def test_closed_mission_prints_its_sheet(cast):
    [mission] = closed(cast)
    assert mission.closing.sheet.number == "CLOTURE/2025/000001"
    with pytest.raises(Refusal, match="not_ended"):
        actions.update_closing(missions=[mission], ticks=ALL, by=cast.mazalo, on=AFTER)


def test_certificate_counts_calendar_days(cast):
    missions = closed(cast)
    [certificate] = actions.issue_certificates(missions=missions, by=cast.ama, on=AFTER)
    assert (certificate.number, certificate.data["days_served"]) == ("ATTESTATION/2025/000001", 365)
    assert certificate.data["attested_by"] == "Ama, Direction générale"
    assert certificate.data["verification"]["code"] in Message.objects.get(template="certificate_ready").text


def test_no_certificate_before_the_closing(cast):
    missions = make_missions(cast)
    actions.end(missions=missions, reason="term", by=cast.mazalo, on=AFTER)
    with pytest.raises(Refusal, match="not_closed"):
        actions.issue_certificates(missions=missions, by=cast.ama, on=AFTER)


def test_certificate_is_issued_again_only_if_revoked(cast):
    missions = closed(cast)
    [first] = actions.issue_certificates(missions=missions, by=cast.ama, on=AFTER)
    with pytest.raises(Refusal, match="certificate_known"):
        actions.issue_certificates(missions=missions, by=cast.ama, on=AFTER)
    revoke(document=first, reason="nom mal écrit", by=cast.ama, on=AFTER)
    assert len(actions.issue_certificates(missions=missions, by=cast.ama, on=AFTER)) == 1


def test_only_the_director_certifies(cast):
    missions = closed(cast)
    with pytest.raises(Refusal, match="not_allowed"):
        actions.issue_certificates(missions=missions, by=cast.mazalo, on=AFTER)


def test_words_that_the_room_does_not_know(cast):
    missions = make_missions(cast)
    with pytest.raises(Refusal, match="reason_unknown"):
        actions.end(missions=missions, reason="boredom", last_day=TERM, why="…", by=cast.mazalo, on=AFTER)
    with pytest.raises(Refusal, match="line_unknown"):
        actions.update_closing(missions=missions, ticks={"certificate_id": True}, by=cast.mazalo, on=AFTER)
