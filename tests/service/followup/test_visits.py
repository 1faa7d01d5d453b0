"""Visits are planned, made, and what they ask for is closed."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from teriya.foundation.core.periods import Month
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.models import Upload
from teriya.foundation.messages.models import Message
from teriya.service.followup import actions, papers, queries
from teriya.service.followup.models import Point, Visit
from teriya.service.missions.models import Mission
from tests.cast import appoint
from tests.factories.followup import VISITED_ON, a_point, make_visit, told
from tests.factories.missions import give_account, make_missions

APRIL = Month(2024, 4)
PLANNED_ON, DAY = date(2024, 4, 2), date(2024, 4, 12)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


def plan(cast, missions, **other):
    how = {"day": DAY, "agent": cast.yao, "is_announced": True, "by": cast.mazalo, "on": PLANNED_ON} | other
    return actions.plan_visits(missions=missions, **how)


def due(month=APRIL):
    return set(queries.to_visit(Mission.objects.all(), month))


def refused(code, do):
    with pytest.raises(Refusal) as no:
        do()
    assert no.value.code == code


def test_everybody_in_service_is_due_once_a_month(cast):
    seen, other = make_missions(cast, 2)
    assert due() == {seen, other} and due(Month(2024, 2)) == set()
    make_visit(cast, seen)
    assert due() == {other} and due(Month(2024, 5)) == {seen, other}


def test_a_planned_visit_is_still_to_make_and_the_announced_one_is_told(cast):
    [mission] = make_missions(cast)
    [visit] = plan(cast, [mission])
    assert due() == {mission}
    assert "12/04/2024" in Message.objects.get(template="visit_announced").text
    [moved] = plan(cast, [mission], day=DAY + timedelta(3), is_announced=False)
    assert (moved.pk, Visit.objects.get().planned_on) == (visit.pk, DAY + timedelta(3))
    assert Message.objects.filter(template="visit_announced").count() == 1


def test_a_visit_is_planned_ahead_by_who_may_for_who_may_go(cast):
    [mission] = make_missions(cast)
    refused("visit_in_past", lambda: plan(cast, [mission], day=PLANNED_ON - timedelta(1)))
    refused("not_in_service", lambda: plan(cast, [mission], day=date(2025, 6, 1)))
    refused("agent_elsewhere", lambda: plan(cast, [mission], agent=cast.essi))
    refused("not_allowed", lambda: plan(cast, [mission], by=cast.kodjo))
    appoint(cast.essi, "regional_agent", cast.haho_1)  # an officer of the host, hired by the centre
    refused("agent_elsewhere", lambda: plan(cast, [mission], agent=cast.essi))
    refused("own_host", lambda: plan(cast, [mission], by=cast.essi))
    assert not Visit.objects.exists()


def test_the_sheet_tells_the_visit_planned(cast):
    [mission] = make_missions(cast)
    [planned] = plan(cast, [mission])
    photo = SimpleUploadedFile("porte.jpg", JPEG)
    visit = actions.record_visit(mission=mission, told=told(a_point()), by=cast.yao, on=DAY, photos=[photo])
    assert (visit.pk, visit.state, visit.on, visit.by_id) == (planned.pk, "done", DAY, cast.yao.pk)
    assert Upload.objects.get(subject="visit", subject_id=visit.pk).kind == "photo"
    assert visit.points.get().owner == "host"
    refused("wrong_state", lambda: actions.cancel_visit(visit=visit, reason="pluie", by=cast.yao, on=DAY))


@pytest.mark.parametrize(("code", "change"), [
    ("visit_outside_service", {"on": date(2024, 2, 28)}),
    ("nobody_met", {"told": actions.Told("Notsè", [], True, "Rien à dire")}),
    ("findings_missing", {"told": actions.Told("Notsè", ["tutor"], False, "  ")}),
    ("point_in_past", {"told": told(a_point(due_on=VISITED_ON - timedelta(1)))}),
])  # fmt: skip
def test_a_sheet_says_what_it_must(cast, code, change):
    [mission] = make_missions(cast)
    values = {"mission": mission, "told": told(), "by": cast.yao, "on": VISITED_ON} | change
    refused(code, lambda: actions.record_visit(**values))
    assert not Visit.objects.exists()


def test_a_cancelled_visit_can_be_planned_again(cast):
    [mission] = make_missions(cast)
    [visit] = plan(cast, [mission])
    refused("reason_required", lambda: actions.cancel_visit(visit=visit, reason=" ", by=cast.yao, on=DAY))
    actions.cancel_visit(visit=visit, reason="Route coupée", by=cast.yao, on=DAY)
    [again] = plan(cast, [mission])
    assert again.pk != visit.pk


def test_a_point_is_closed_with_its_outcome(cast):
    [mission] = make_missions(cast)
    point = make_visit(cast, mission, a_point()).points.get()
    assert list(queries.overdue_points(Point.objects.all(), date(2024, 5, 1))) == [point]
    refused("outcome_missing", lambda: actions.close_point(point=point, outcome=" ", by=cast.yao, on=DAY))
    refused("not_allowed", lambda: actions.close_point(point=point, outcome="posée", by=cast.essi, on=DAY))
    done = actions.close_point(point=point, outcome="Porte posée", by=cast.yao, on=DAY)
    assert (done.state, done.closed_on) == ("closed", DAY)
    refused("wrong_state", lambda: actions.close_point(point=point, outcome="encore", by=cast.yao, on=DAY))


def test_who_reads_a_sheet_and_what_it_asks(cast):
    [mission] = make_missions(cast)
    give_account(mission, cast.kossi)
    visit = make_visit(cast, mission, a_point("host"), a_point("volunteer"), a_point("centre"))
    readers = {role: Visit.objects.visible_to(cast[role]).count() for role in cast.by_role}
    assert {role for role, count in readers.items() if count} == {
        "regional_agent", "regional_supervisor", "operations", "director", "auditor",
    }  # fmt: skip
    owned = {name: set(Point.objects.visible_to(getattr(cast, name)).values_list("owner", flat=True)) for name in ("essi", "abla", "kossi", "afi")}  # fmt: skip
    assert owned == {"essi": {"host"}, "abla": {"host"}, "kossi": {"volunteer"}, "afi": set()}
    assert Point.objects.visible_to(cast.kodjo).count() == 3
    appoint(cast.afi, "regional_agent", cast.tone_1)
    assert not Visit.objects.visible_to(cast.afi).exists() and visit.points.count() == 3


def test_the_plan_prints(cast):
    missions = make_missions(cast, 2)
    plan(cast, missions[:1])
    rows = queries.plan(Mission.objects.all(), APRIL)
    paper = papers.print_plan(centre=cast.plateaux, month=APRIL, missions=rows, by=cast.yao, on=PLANNED_ON)
    assert [row[5] for row in paper.data["rows"]].count("12/04/2024 · Yao") == 1
    assert paper.data["title"] == "Plan de visites · avril 2024" and len(paper.data["rows"]) == 2
