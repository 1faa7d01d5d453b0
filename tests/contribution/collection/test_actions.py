from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError

from teriya.contribution.collection import actions
from teriya.contribution.collection.engine.cells import Cell
from teriya.contribution.collection.models import Report, Value
from teriya.contribution.collection.queries import Scope, totals
from teriya.contribution.collection.states import REPORT_LIFE, Channel
from teriya.foundation.core.models import Transition
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.messages.models import Message
from tests.factories.collection import attested, corrected, sent, validated, volunteer_of
from tests.factories.missions import make_missions

MARCH, APRIL = date(2024, 3, 1), date(2024, 4, 1)
ON = date(2024, 4, 5)
PUPILS = {Cell("F", "", "no"): 20, Cell("F", "", "yes"): 1, Cell("M", "", "no"): 18, Cell("M", "", "yes"): 0}
COUNTS = {"hours_taught": 70, "pupils": PUPILS, "classes_covered": 1}


@pytest.fixture
def mission(cast):
    return make_missions(cast)[0]


def test_counted_by_the_volunteer_attested_by_the_host_validated_by_the_centre(cast, mission):
    report = validated(cast, mission, MARCH, COUNTS)
    assert (report.state, report.version, report.sent_on) == ("validated", 1, ON)
    assert {
        (value.indicator, value.sex, value.amount)
        for value in report.values.filter(indicator="pupils", disability="no")
    } == {("pupils", "F", 20), ("pupils", "M", 18)}
    assert set(report.values.values_list("validated_on", "commune")) == {(ON, mission.host.commune_id)}
    assert totals(Scope(MARCH, MARCH, ON))[("hours_taught",)] == 70


def test_a_report_counts_nothing_until_it_is_validated(cast, mission):
    attested(cast, mission, MARCH, COUNTS)
    assert totals(Scope(MARCH, MARCH, ON)) == {}


def test_each_hand_is_another_one(cast, mission):
    report = sent(mission, MARCH, COUNTS)
    for by in (volunteer_of(mission), cast.yao, cast.mazalo):
        with pytest.raises(Refusal):
            actions.attest(reports=[report], by=by, on=ON)
    actions.attest(reports=[report], by=cast.essi, on=ON)
    for by in (cast.essi, cast.yao, volunteer_of(mission)):
        with pytest.raises(Refusal):
            actions.validate(reports=[report], by=by, on=ON)


def test_the_database_keeps_the_four_eyes(cast, mission):
    report = attested(cast, mission, MARCH, COUNTS)
    for by in (report.sent_by_id, report.attested_by_id):
        with pytest.raises(IntegrityError, match=r"by_another|by_two"), transaction.atomic():
            Report.objects.filter(pk=report.pk).update(validated_by_id=by)


def test_a_counted_value_stays_as_it_was(cast, mission):
    value = validated(cast, mission, MARCH, COUNTS).values.first()
    for change in ({"amount": 999}, {"validated_on": date(2024, 4, 1)}, {"indicator": "pupils"}):
        with pytest.raises(IntegrityError, match="counted_value_stays"), transaction.atomic():
            Value.objects.filter(pk=value.pk).update(**change)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        value.delete()


def test_a_report_seen_by_others_takes_no_more_values(cast, mission):
    report = attested(cast, mission, MARCH, {"hours_taught": 70})
    with pytest.raises(IntegrityError, match="value_comes_with_its_report"), transaction.atomic():
        Value.objects.create(report=report, indicator="pupils", month=MARCH, commune=mission.host.commune, amount=3)
    with pytest.raises(IntegrityError, match="sent_report_stays"), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(said="autre chose")


def test_a_correction_takes_the_place_of_the_former_the_day_it_is_validated(cast, mission):
    first = validated(cast, mission, MARCH, COUNTS)
    second = corrected(cast, first, {"hours_taught": 75}, on=date(2024, 4, 20))
    first.refresh_from_db()
    assert (first.state, second.state, second.version) == ("replaced", "validated", 2)
    hours = lambda on: totals(Scope(MARCH, MARCH, on, ["hours_taught"])).get(("hours_taught",))  # noqa: E731
    assert [hours(date(2024, 4, day)) for day in (4, 5, 19, 20, 30)] == [None, 70, 70, 75, 75]


def test_until_it_is_validated_the_former_counts(cast, mission):
    first = validated(cast, mission, MARCH, COUNTS)
    actions.correct(report=first, counts={"hours_taught": 9}, why="Erreur", by=volunteer_of(mission), on=ON)
    assert totals(Scope(MARCH, MARCH, date(2024, 6, 1)))[("hours_taught",)] == 70


def test_a_correction_says_why_and_is_made_once(cast, mission):
    first = validated(cast, mission, MARCH, COUNTS)
    with pytest.raises(Refusal, match="reason_required"):
        actions.correct(report=first, counts={"hours_taught": 9}, why=" ", by=volunteer_of(mission), on=ON)
    actions.correct(report=first, counts={"hours_taught": 9}, why="Erreur", by=volunteer_of(mission), on=ON)
    with pytest.raises(Refusal, match="already_sent"):
        actions.correct(report=first, counts={"hours_taught": 8}, why="Erreur", by=volunteer_of(mission), on=ON)


@pytest.mark.django_db(transaction=False)
def test_returned_with_a_reason_and_counted_again(cast, mission, django_capture_on_commit_callbacks):
    mission.person.phone = "+22890112233"
    mission.person.save(update_fields=["phone"])
    report = attested(cast, mission, MARCH, COUNTS)
    with django_capture_on_commit_callbacks(execute=True):
        actions.send_back(report=report, why="Le registre dit 60 heures", by=cast.mazalo, on=ON)
    text = Message.objects.get(template="indicators_returned").text
    assert "60 heures" in text and len(text) <= 160
    again = sent(mission, MARCH, {"hours_taught": 60})
    assert again.version == 2
    assert Transition.objects.get(subject="indicators", name="send_back").reason == "Le registre dit 60 heures"


def test_the_host_says_no_too(cast, mission):
    report = sent(mission, MARCH, COUNTS)
    with pytest.raises(Refusal, match="reason_required"):
        actions.decline(report=report, why="", by=cast.essi, on=ON)
    assert actions.decline(report=report, why="Absent deux semaines", by=cast.essi, on=ON).state == "returned"


def test_a_silent_host_leaves_the_centre_the_register(cast, mission):
    report = sent(mission, MARCH, COUNTS)
    with pytest.raises(Refusal, match="host_has_time"):
        actions.validate(reports=[report], register_seen="Cahier de textes", by=cast.mazalo, on=date(2024, 4, 11))
    with pytest.raises(Refusal, match="wrong_state"):
        actions.validate(reports=[report], by=cast.mazalo, on=date(2024, 4, 12))
    [row] = actions.validate(reports=[report], register_seen="Cahier de textes", by=cast.mazalo, on=date(2024, 4, 12))
    assert (row.state, row.attested_on) == ("validated", None)
    assert Transition.objects.get(name="validate_unattested").reason == "Cahier de textes"


def test_only_a_month_that_is_over_and_was_served(cast, mission):
    for month, on, code in ((APRIL, date(2024, 4, 29), "month_not_over"), (date(2024, 2, 1), ON, "month_not_served")):
        with pytest.raises(Refusal, match=code):
            sent(mission, month, COUNTS, on=on)


def test_one_report_a_month(cast, mission):
    sent(mission, MARCH, COUNTS)
    with pytest.raises(Refusal, match="already_sent"):
        sent(mission, MARCH, COUNTS)


def test_what_is_counted_is_of_the_profile_and_whole(cast, mission):
    with pytest.raises(Refusal, match="other_indicator"):
        sent(mission, MARCH, {"anc_visits": 3})
    with pytest.raises(Refusal, match="cells_missing"):
        sent(mission, MARCH, {"pupils": {Cell("F", "", "no"): 20}})


def test_nothing_counted_says_why(cast, mission):
    with pytest.raises(Refusal, match="nothing_counted"):
        sent(mission, MARCH, {}, said="")
    assert sent(mission, MARCH, {}, said="École fermée").values.count() == 0


def test_zero_is_a_count(cast, mission):
    validated(cast, mission, MARCH, {"hours_taught": 0})
    assert totals(Scope(MARCH, MARCH, ON)) == {("hours_taught",): 0}


def test_an_unusual_number_is_kept_with_its_sentence(cast, mission):
    with pytest.raises(Refusal, match="doubtful"):
        sent(mission, MARCH, {"hours_taught": 900}, said="")
    report = sent(mission, MARCH, {"hours_taught": 900}, said="Deux écoles")
    assert [doubt["kind"] for doubt in report.doubts] == ["most"]


def test_by_lot_the_agent_keys_for_the_communes(cast, mission):
    with pytest.raises(Refusal, match="not_allowed"):
        actions.send(mission=mission, month=MARCH, counts=COUNTS, channel=Channel.BATCH, by=cast.mazalo, on=ON)
    report = actions.send(mission=mission, month=MARCH, counts=COUNTS, channel=Channel.BATCH, by=cast.yao, on=ON)
    assert report.sent_by_id == cast.yao.pk


def test_the_diagram_is_the_table():
    assert REPORT_LIFE.diagram() in Path("teriya/contribution/collection/README.md").read_text(encoding="utf-8")
