"""Presence of a month: recorded, attested, confirmed by the people that the form names."""

from datetime import date

import pytest

from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.service.attendance import actions, queries
from teriya.service.missions import actions as missions
from tests.cast import appoint
from tests.factories.attendance import CLOSED_ON, MONTH, attest, confirm, make_team, record
from tests.factories.missions import give_account

FRIDAY = date(2024, 3, 15)


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as no:
        call(*args, **kwargs)
    return no.value.code


def test_all_present_counts_every_working_day(cast):
    [sheet] = record(cast, make_team(cast))
    assert (sheet.present, sheet.absent, sheet.state) == (20, 0, "recorded")


def test_all_present_except_marks_the_days_missed(cast):
    team = make_team(cast, 2)
    first, second = record(cast, team, {team[0].pk: {FRIDAY}})
    assert [(s.present, s.absent) for s in (first, second)] == [(19, 1), (20, 0)]


def test_a_public_holiday_cannot_be_missed(cast):
    team = make_team(cast)
    assert code_of(record, cast, team, {team[0].pk: {date(2024, 3, 11)}}) == "not_a_working_day"


def test_all_present_keeps_a_justified_absence_already_marked(cast):
    [mission] = make_team(cast)
    actions.record(mission=mission, marks={FRIDAY: "excused"}, by=cast.sena, on=CLOSED_ON)
    [sheet] = record(cast, [mission])
    assert (sheet.present, queries.summary([mission], MONTH)[mission.pk].excused) == (19, 1)


def test_month_so_far_marks_no_day_to_come(cast):
    [sheet] = record(cast, make_team(cast), on=FRIDAY)
    assert sheet.present == 10


@pytest.mark.parametrize(
    "day, on, code",
    [
        (date(2024, 2, 29), CLOSED_ON, "outside_service"),
        (date(2024, 9, 2), date(2024, 9, 2), "outside_service"),
        (date(2024, 3, 18), FRIDAY, "future_day"),
    ],
)
def test_a_day_that_cannot_be_marked_is_refused(cast, day, on, code):
    [mission] = make_team(cast)
    assert code_of(actions.record, mission=mission, marks={day: "present"}, by=cast.sena, on=on) == code


def test_a_mission_not_started_is_refused(cast):
    [mission] = make_team(cast, until="prepared")
    marks = {FRIDAY: "present"}
    assert code_of(actions.record, mission=mission, marks=marks, by=cast.sena, on=CLOSED_ON) == "outside_service"


def test_an_attested_sheet_takes_no_mark(cast):
    team = make_team(cast)
    attest(cast, team)
    assert code_of(record, cast, team) == "sheet_closed"


def test_a_month_is_not_attested_before_its_last_working_day(cast):
    team = make_team(cast)
    sheets = record(cast, team, on=date(2024, 3, 28))
    assert code_of(actions.attest_many, sheets=sheets, by=cast.sena, on=date(2024, 3, 28)) == "month_not_over"


def test_two_people_close_a_month(cast):
    [sheet] = confirm(cast, make_team(cast))
    sheet.refresh_from_db()
    assert (sheet.state, sheet.attested_by_id, sheet.confirmed_by_id) == ("confirmed", cast.sena.pk, cast.mazalo.pk)


def test_a_role_without_a_tie_records_nothing(cast):
    [mission] = make_team(cast)
    marks = {FRIDAY: "present"}
    assert code_of(actions.record, mission=mission, marks=marks, by=cast.abla, on=CLOSED_ON) == "not_your_team"


def test_the_tutor_and_the_host_record_a_vnc(cast):
    [mission] = make_team(cast, form="VNC", months=12)
    for by in (cast.abla, cast.essi):
        assert actions.record(mission=mission, marks={FRIDAY: "present"}, by=by, on=CLOSED_ON)


def test_an_officer_of_another_host_records_nothing(cast):
    [mission] = make_team(cast, form="VNC", months=12)
    missions.name_tutor(mission=mission, name="Abla", account=None, by=cast.kodjo, on=CLOSED_ON)
    cast.essi.host_duties.update(until=date(2024, 3, 1))
    marks = {FRIDAY: "present"}
    assert code_of(actions.record, mission=mission, marks=marks, by=cast.essi, on=CLOSED_ON) == "not_your_team"


def test_an_agent_of_the_centre_keys_a_signed_paper(cast):
    sheets = record(cast, make_team(cast))
    assert code_of(actions.attest_many, sheets=sheets, by=cast.yao, on=CLOSED_ON) == "not_your_team"
    [sheet] = actions.attest_many(sheets=sheets, by=cast.yao, on=CLOSED_ON, paper="PRESENCE/2024/000001")
    assert (sheet.state, sheet.attested_by_id) == ("attested", cast.yao.pk)


def test_another_centre_confirms_nothing(cast):
    sheets = attest(cast, make_team(cast))
    cast.mazalo.appointment_set.filter(role="regional_supervisor").delete()
    appoint(cast.mazalo, "regional_supervisor", cast.tone_1)
    assert code_of(actions.confirm_many, sheets=sheets, by=cast.mazalo, on=CLOSED_ON) == "not_your_team"


def test_who_attested_never_confirms_whatever_the_roles(cast):
    sheets = attest(cast, make_team(cast))
    appoint(cast.sena, "regional_supervisor")
    assert code_of(actions.confirm_many, sheets=sheets, by=cast.sena, on=CLOSED_ON) == "same_person"


def test_a_member_of_the_host_never_confirms(cast):
    sheets = attest(cast, make_team(cast))
    appoint(cast.essi, "regional_supervisor")
    assert code_of(actions.confirm_many, sheets=sheets, by=cast.essi, on=CLOSED_ON) == "own_host"


def test_nobody_records_or_attests_oneself(cast):
    [mission] = make_team(cast)
    give_account(mission, cast.sena)
    assert code_of(record, cast, [mission]) == "own_file"


def test_a_reopened_month_says_why_and_takes_marks_again(cast):
    team = make_team(cast)
    [sheet] = attest(cast, team)
    with pytest.raises(Refusal, match="reason_required"):
        actions.reopen(sheet=sheet, reason=" ", by=cast.mazalo, on=CLOSED_ON)
    reopened = actions.reopen(sheet=sheet, reason="Le 15 manque", by=cast.mazalo, on=CLOSED_ON)
    assert (reopened.state, reopened.attested_by_id) == ("recorded", None)
    assert record(cast, team, {team[0].pk: {FRIDAY}})[0].present == 19


def test_a_confirmed_month_is_not_reopened(cast):
    [sheet] = confirm(cast, make_team(cast))
    assert code_of(actions.reopen, sheet=sheet, reason="erreur", by=cast.mazalo, on=CLOSED_ON) == "wrong_state"


def test_queries_do_not_grow_with_the_team(cast, django_assert_max_num_queries):
    team = make_team(cast, 40)
    with django_assert_max_num_queries(60):
        confirm(cast, team)


def test_outsiders_are_not_allowed_rather_than_refused(cast):
    [mission] = make_team(cast)
    with pytest.raises(NotAllowed):
        actions.record(mission=mission, marks={FRIDAY: "present"}, by=cast.kossi, on=CLOSED_ON)
