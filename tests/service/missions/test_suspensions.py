from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.messages.models import Message
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Rule
from teriya.people.models import ServicePeriod
from teriya.service.missions import actions, story
from teriya.service.missions.models import Mission, Suspension
from teriya.service.missions.queries import last_day
from tests.factories.missions import give_account, make_missions

TERM = date(2025, 2, 28)
FIRST, FORESEEN = date(2024, 6, 3), date(2024, 8, 11)  # ten weeks
BACK = FORESEEN + timedelta(1)


def suspend(cast, mission, **changes):
    given = {"kind": "maternity", "first_day": FIRST, "last_day": FORESEEN, "why": "Certificat 12/2024"}
    return actions.suspend(mission=mission, by=cast.mazalo, **{"on": FIRST, **given, **changes})


def resume(cast, mission, back_on=BACK, on=None):
    return actions.resume(mission=mission, back_on=back_on, by=cast.mazalo, on=on or back_on)


def read(mission) -> Mission:
    return Mission.objects.get(pk=mission.pk)


def set_rule(name: str, value, kind: str = "maternity") -> None:
    Rule.objects.filter(name=name, qualification=kind).update(value=value)
    rules.forget()


def test_the_end_moves_by_the_days_foreseen_and_counts_as_service(cast):
    [mission] = make_missions(cast)
    suspend(cast, mission)
    row = read(mission)
    assert (row.state, last_day(row)) == ("suspended", TERM + timedelta(70))
    assert ServicePeriod.objects.get(source="mission").last_day == TERM + timedelta(70)
    assert "12/08/2024" in Message.objects.get(template="mission_suspended").text


@pytest.mark.parametrize("early", [0, 14])
def test_the_return_counts_the_days_really_taken(cast, early):
    [mission] = make_missions(cast)
    suspend(cast, mission)
    resume(cast, mission, BACK - timedelta(early))
    row = read(mission)
    assert (row.state, last_day(row)) == ("in_service", TERM + timedelta(70 - early))
    assert Suspension.objects.get().closed_by_id == cast.mazalo.id


def test_two_suspensions_follow_each_other(cast):
    [mission] = make_missions(cast)
    suspend(cast, mission)
    resume(cast, mission)
    suspend(cast, mission, kind="illness", first_day=BACK, last_day=BACK + timedelta(9), on=BACK)
    resume(cast, mission, BACK + timedelta(10))
    assert last_day(read(mission)) == TERM + timedelta(80)


def test_days_that_are_not_served_later_move_nothing(cast):
    [mission] = make_missions(cast)
    set_rule("suspension_moves_end", value=False)
    suspend(cast, mission)
    assert last_day(read(mission)) == TERM


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "holiday"}, "suspension_unknown"),
        ({"first_day": date(2024, 2, 28)}, "suspension_outside_mission"),
        ({"on": FIRST - timedelta(1)}, "suspension_in_future"),
        ({"last_day": FIRST - timedelta(1)}, "suspension_dates"),
        ({"last_day": FIRST + timedelta(54)}, "suspension_too_short"),
        ({"last_day": FORESEEN + timedelta(1)}, "suspension_too_long"),
        ({"why": " "}, "reason_required"),
    ],
)
def test_what_cannot_be_suspended_is_refused(cast, changes, code):
    [mission] = make_missions(cast)
    set_rule("suspension_days_max", 70)
    Rule.objects.create(name="suspension_days_min", qualification="maternity", value=56, unit="day", label_fr="…",
                        label_en="…", starts_on=date(2011, 2, 17), source="…", state="active", pack="test")  # fmt: skip
    rules.forget()
    with pytest.raises(Refusal, match=code):
        suspend(cast, mission, **changes)


def test_a_return_beyond_what_the_rule_allows_asks_for_another_suspension(cast):
    [mission] = make_missions(cast)
    set_rule("suspension_days_max", 70)
    suspend(cast, mission)
    with pytest.raises(Refusal, match="suspension_too_long"):
        resume(cast, mission, BACK + timedelta(1))


def test_days_already_suspended_are_refused_by_the_action_and_by_the_database(cast):
    [mission] = make_missions(cast)
    suspend(cast, mission)
    resume(cast, mission)
    with pytest.raises(Refusal, match="suspension_overlaps"):
        suspend(cast, mission, first_day=FORESEEN, last_day=FORESEEN + timedelta(60), on=BACK)
    known = Suspension.objects.get()
    known.pk = None
    with pytest.raises(IntegrityError, match="suspensions_do_not_overlap"), transaction.atomic():
        known.save()


def test_nobody_suspends_one_s_own_mission(cast):
    [mission] = make_missions(cast)
    give_account(mission, cast.mazalo)
    with pytest.raises(Refusal, match="own_mission"):
        suspend(cast, mission)


def test_a_suspended_mission_has_no_term_before_the_return(cast):
    [mission] = make_missions(cast)
    suspend(cast, mission)
    with pytest.raises(Refusal, match="suspended_at_term"):
        actions.end(missions=[mission], reason="term", by=cast.mazalo, on=date(2025, 6, 1))


def test_a_resignation_stops_the_suspension_and_the_certificate_counts_days_served(cast):
    [mission] = make_missions(cast)
    suspend(cast, mission)
    last = date(2024, 6, 30)
    resign = {
        "missions": [mission],
        "reason": "resignation",
        "why": "Déménage",
        "by": cast.mazalo,
        "on": date(2024, 7, 1),
    }
    with pytest.raises(Refusal, match="end_before_suspension"):
        actions.end(last_day=date(2024, 5, 31), **resign)
    [row] = actions.end(last_day=last, **resign)
    assert (row.is_unpayable, Suspension.objects.get().last_day, last_day(read(mission))) == (True, last, last)


def test_the_mission_tells_its_suspension_and_the_return(cast):
    [mission] = make_missions(cast)
    suspend(cast, mission)
    told = {moment.label: moment for moment in story.told(read(mission), None)}
    assert told["Suspension : maternité"].detail == "70 jours"
    assert not told["Reprise prévue"].is_done
    resume(cast, mission)
    assert "Reprise du service" in [moment.label for moment in story.told(read(mission), None)]
