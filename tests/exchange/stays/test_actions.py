"""A stay from the accepted nomination to the home record: each thing has one side that says it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from teriya.exchange.reciprocity import actions as reciprocity
from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.stays import actions, queries
from teriya.exchange.stays.models import Line, Stay
from teriya.exchange.stays.said import KINDS
from teriya.exchange.stays.states import Asked, Judged
from teriya.exchange.wire import actions as wire
from teriya.foundation.core.refusals import Refusal
from tests.exchange.conftest import outbox
from tests.exchange.stays.conftest import first_day, fresh, last_day

FINE = dict.fromkeys(Asked.values, 3)
TODAY = timezone.localdate


def refuses(code: str):
    return pytest.raises(Refusal, match=code)


def said(agency) -> list[str]:
    return [row.fact.kind for row in outbox(agency) if row.fact.kind.startswith("stay.")]


def test_the_checklist_is_planned_back_from_the_departure_and_moves_with_it(cast, moussa, burkina, planned):
    due = dict(planned.lines.values_list("code", "due_on"))
    assert due["passport"] <= planned.departs_on - timedelta(90) and due["tutor_met"] >= planned.departs_on + timedelta(7)  # fmt: skip
    actions.tick_line(line=planned.lines.get(code="passport"), done_on=TODAY(), by=moussa, on=TODAY())
    later = planned.departs_on + timedelta(28)
    actions.plan_stay(nomination=planned.nomination, departs_on=later, ends_on=planned.ends_on, by=moussa, on=TODAY())
    assert planned.lines.get(code="visa").due_on > due["visa"]
    assert planned.lines.get(code="passport").done_on == TODAY()
    assert said(burkina.row) == ["stay.plan", "stay.tick", "stay.plan"]
    with refuses("in_the_past"):
        actions.plan_stay(nomination=planned.nomination, departs_on=TODAY() - timedelta(1), ends_on=later, by=moussa, on=TODAY())  # fmt: skip
    with refuses("not_allowed"):
        actions.plan_stay(nomination=planned.nomination, departs_on=later, ends_on=planned.ends_on, by=cast.kossi, on=TODAY())  # fmt: skip


def test_each_agency_ticks_its_own_lines(moussa, burkina, hear, planned):
    theirs, ours = planned.lines.get(code="housing"), planned.lines.get(code="visa")
    with refuses("wrong_side"):
        actions.tick_line(line=theirs, done_on=TODAY(), by=moussa, on=TODAY())
    assert hear(burkina, "stay.tick", planned.uid, {"code": "housing", "done_on": str(TODAY())}) == "applied"
    assert hear(burkina, "stay.tick", planned.uid, {"code": "visa", "done_on": str(TODAY())}) == "wrong_side"
    assert hear(burkina, "stay.tick", planned.uid, {"code": "nothing", "done_on": None}) == "line_unknown"
    assert (fresh(theirs).done_on, fresh(ours).done_on) == (TODAY(), None)
    assert Line.objects.late(planned.departs_on).ours().filter(stay=planned, code="visa").exists()


def test_the_host_side_says_the_arrival_and_the_home_side_does_not(moussa, burkina, hear, planned):
    with refuses("wrong_side"):
        actions.record_arrival(stay=planned, arrived_on=TODAY(), by=moussa, on=TODAY())
    assert hear(burkina, "stay.arrive", planned.uid, {"arrived_on": str(TODAY())}) == "applied"
    assert Nomination.objects.get(pk=planned.nomination_id).state == "arrived"
    assert hear(burkina, "stay.plan", planned.uid, {"departs_on": "2027-01-01", "ends_on": "2027-02-01", "lines": []}) == "wrong_side"  # fmt: skip


def test_a_volunteer_tells_the_own_month_and_the_words_stay_here(cast, moussa, burkina, arrived):
    [month, *_later] = queries.months_missing(arrived, "volunteer", TODAY())
    given = {"stay": arrived, "about": "status", "of": month, "voice": "volunteer", "on": TODAY()}
    with refuses("not_allowed"):
        actions.give_report(**given, answers=FINE, by=cast.afi)
    with refuses("answers_missing"):
        actions.give_report(**given, answers={"work": 3}, by=cast.kossi)
    row = actions.give_report(**given, answers=FINE | {"money": 1}, words="L’indemnité n’est pas venue.", by=cast.kossi)  # fmt: skip
    assert (row.least, row.words, row.by_id) == (1, "L’indemnité n’est pas venue.", cast.kossi.pk)
    assert month not in queries.months_missing(arrived, "volunteer", TODAY())
    fact = outbox(burkina.row)[-1].fact
    assert fact.content["answers"]["money"] == 1 and "indemnité" not in str(fact.content)
    [listed] = queries.listed(queries.stays_of(moussa), TODAY())
    assert listed.asks_for_help
    actions.answer_report(report=row, by=moussa, on=TODAY())
    [listed] = queries.listed(queries.stays_of(moussa), TODAY())
    assert not listed.asks_for_help


def test_what_a_volunteer_says_is_held_once_the_consent_is_taken_back(cast, burkina, arrived):
    wire.settle(burkina.row, burkina.acknowledge(wire.prepare(burkina.row)))
    wire.withdraw_consent(consent=arrived.nomination.consent, by=cast.kossi, on=TODAY())
    actions.give_report(stay=arrived, about="status", of=f"{first_day():%Y-%m}", voice="volunteer", answers=FINE, by=cast.kossi, on=TODAY())  # fmt: skip
    wire.prepare(burkina.row)
    assert outbox(burkina.row)[-1].state == "held"
    assert [fact.kind for fact in queries.not_standing(arrived)] == ["stay.report"]


def test_facts_of_a_stay_are_codes_and_days(moussa, burkina, arrived):
    row = actions.tell_incident(stay=arrived, kind="papers", happened_on=TODAY(), done="declared", words="Sac volé au marché.", by=moussa, on=TODAY())  # fmt: skip
    fact = outbox(burkina.row)[-1].fact
    assert (row.side, row.words, fact.content) == ("home", "Sac volé au marché.", {"kind": "papers", "happened_on": str(TODAY()), "done": "declared"})  # fmt: skip
    texts = {"fr", "en", "kid", "code", "of"}  # names of the checklist, of a key, of a line, of a month
    free = [(kind.name, name) for kind in KINDS for name, rule in _leaves(kind.schema) if rule.get("type") == "string" and "pattern" not in rule]  # fmt: skip
    assert {name for _kind, name in free} <= texts
    assert not any("health" in str(kind.schema) or "sante" in str(kind.schema) for kind in KINDS)


def _leaves(schema: dict, name: str = ""):
    inside = schema.get("properties", {}) | ({name: schema["items"]} if "items" in schema else {})
    for one, rule in inside.items():
        yield from _leaves(rule, one)
    if not inside:
        yield name, schema


def test_an_evaluation_waits_for_the_end_and_stands_side_by_side(moussa, burkina, hear, arrived):
    given = {"about": "evaluation", "of": "", "voice": "home", "answers": dict.fromkeys(Judged.values, 2)}
    with refuses("not_over"):
        actions.give_report(stay=arrived, **given, by=moussa, on=TODAY())
    hear(burkina, "stay.end", arrived.uid, {"ended_on": str(last_day()), "how": "term"})
    actions.give_report(stay=arrived, **given, by=moussa, on=TODAY())
    hear(burkina, "stay.report", arrived.uid, given | {"voice": "host", "answers": {"choice": 3, "welcome": 1}})
    rows = queries.side_by_side(list(arrived.reports.all()), "evaluation")
    assert queries.voices(list(arrived.reports.all()), "evaluation") == ["agence d’envoi", "agence d’accueil"]
    assert [rows[0].said, rows[1].said] == [[("à améliorer", 2), ("à garder", 3)], [("à améliorer", 2), ("", 0)]]


def test_a_voice_is_heard_from_its_own_side_only(burkina, hear, arrived):
    content = {"about": "status", "of": "2026-05", "answers": {"work": 2}}
    assert hear(burkina, "stay.report", arrived.uid, content | {"voice": "volunteer"}) == "wrong_side"
    assert hear(burkina, "stay.report", arrived.uid, content | {"voice": "structure", "answers": {"work": 4}}) == "content_unfit"  # fmt: skip
    assert hear(burkina, "stay.report", arrived.uid, content | {"voice": "structure"}) == "applied"


@pytest.mark.parametrize("first", ["we", "they"])
def test_the_end_said_by_the_host_side_stands_whichever_comes_first(moussa, burkina, hear, arrived, first):
    before = last_day() - timedelta(3)

    def we():
        if first == "they":
            with refuses("already_ended"):
                actions.record_end(stay=arrived, ended_on=last_day(), how="agencies", by=moussa, on=TODAY())
        content = {"ended_on": str(last_day()), "how": "agencies"}
        wire.say("stay.end", to=burkina.row, about=arrived.uid, content=content, by=moussa, on=TODAY())

    def they():
        assert hear(burkina, "stay.end", arrived.uid, {"ended_on": str(before), "how": "person"}) == "applied"

    for speak in (we, they) if first == "we" else (they, we):
        speak()
    row = fresh(arrived)
    assert (row.nomination.ended_on, row.how, row.end_by) == (before, "person", "host")


def test_an_arrival_beats_our_withdrawal_on_its_way(moussa, burkina, hear, planned):
    """We withdraw while they see the person arrive: both end with somebody there."""
    reciprocity.withdraw(nomination=planned.nomination, code="post", by=moussa, on=TODAY())
    assert hear(burkina, "stay.arrive", planned.uid, {"arrived_on": str(TODAY())}) == "applied"
    assert fresh(planned).nomination.state == "arrived"


def test_the_service_counts_once_and_follows_the_end_that_the_host_corrects(cast, moussa, burkina, hear, ended):
    actions.count_service(stay=ended, by=moussa, on=TODAY())
    period = ended.nomination.person.service_periods.get(source="reciprocity")
    assert (period.form, period.first_day, period.last_day) == ("VIR", first_day(), last_day())
    assert not Stay.objects.to_count().exists()
    hear(burkina, "stay.end", ended.uid, {"ended_on": str(last_day() - timedelta(9)), "how": "person"})
    assert Stay.objects.to_count().get() == ended
    actions.count_service(stay=ended, by=moussa, on=TODAY())
    period.refresh_from_db()
    assert period.last_day == last_day() - timedelta(9)


def test_the_return_is_told_after_the_end_once_a_kind(moussa, arrived, burkina, hear):
    given = {"kind": "debrief", "held_on": TODAY(), "place": "Lomé", "people": 6, "words": "Prévoir un guide.", "by": moussa, "on": TODAY()}  # fmt: skip
    with refuses("not_over"):
        actions.record_return(stay=arrived, **given)
    hear(burkina, "stay.end", arrived.uid, {"ended_on": str(last_day()), "how": "term"})
    with refuses("held_before_the_end"):
        actions.record_return(stay=arrived, **given | {"held_on": last_day() - timedelta(5)})
    actions.record_return(stay=arrived, **given)
    with refuses("already_recorded"):
        actions.record_return(stay=arrived, **given)
