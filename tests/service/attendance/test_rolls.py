"""The roll of one day: all present, except who is named; never over somebody else's."""

from datetime import date

import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.service.attendance import actions, offline, queries, rolls
from teriya.service.missions import actions as missions
from teriya.service.missions.models import Mission
from tests.factories.attendance import CLOSED_ON, MONTH, make_team
from tests.service.attendance.test_views import sent

MONDAY, HOLIDAY = date(2024, 3, 18), date(2024, 3, 11)
URL = "/presences/appel/2024-03-18/structures/{}/"


def kinds(team, day=MONDAY) -> list[str]:
    marks = queries.marks_of([mission.pk for mission in team], MONTH)
    return [marks[mission.pk].get(day, "") for mission in team]


def code_of(call, **kwargs) -> str:
    with pytest.raises(Refusal) as no:
        call(**kwargs)
    return no.value.code


def test_one_day_of_thirty_in_one_sending(cast, as_):
    team = make_team(cast, 30)
    page = as_(cast.sena).get(URL.format(team[0].host_id))
    assert page.content.count(b'name="absent"') == 30
    form = sent(roll=0, called=" ".join(str(m.pk) for m in team), absent=[team[3].pk], before="")
    answer = as_(cast.sena).post(URL.format(team[0].host_id), form)
    assert (answer.status_code, kinds(team).count("present"), kinds(team)[3]) == (302, 29, "absent")


def test_a_roll_called_meanwhile_is_not_overwritten(cast):
    team = make_team(cast, 2)
    seen = int(rolls.as_it_stands(team, MONDAY)["roll"])
    roll = {"missions": team, "day": MONDAY, "by": cast.sena, "on": CLOSED_ON}
    actions.call_roll(absent=[team[0].pk], seen=seen, **roll)
    assert code_of(actions.call_roll, absent=[], seen=seen, **roll) == "roll_changed"
    assert kinds(team) == ["absent", "present"]


def test_who_is_justified_or_suspended_is_not_called(cast):
    team = make_team(cast, 3)
    actions.record(mission=team[0], marks={MONDAY: "excused"}, by=cast.sena, on=CLOSED_ON)
    illness = {"kind": "illness", "first_day": MONDAY, "last_day": MONDAY, "why": "Certificat"}
    missions.suspend(mission=team[1], by=cast.mazalo, on=MONDAY, **illness)
    team = list(Mission.objects.filter(pk__in=[mission.pk for mission in team]).with_papers().order_by("pk"))
    assert rolls.to_call(team, MONDAY) == [team[2]]
    actions.call_roll(missions=team, day=MONDAY, absent=[], by=cast.sena, on=CLOSED_ON)
    assert kinds(team) == ["excused", "suspended", "present"]


def test_nobody_is_called_on_a_holiday_nor_before_the_day(cast):
    roll = {"missions": make_team(cast), "absent": [], "by": cast.sena}
    assert code_of(actions.call_roll, day=HOLIDAY, on=CLOSED_ON, **roll) == "nobody_to_call"
    assert code_of(actions.call_roll, day=MONDAY, on=HOLIDAY, **roll) == "future_day"


def test_the_teams_that_a_form_calls_by_day_are_offered(cast):
    team = make_team(cast, 2)
    assert offline.teams_to_call(cast.sena, MONDAY) == [(team[0].host_id, team[0].host.name, 2)]
    assert offline.teams_to_call(cast.abla, MONDAY) == []
