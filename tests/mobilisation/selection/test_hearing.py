import pytest
from cryptography.fernet import InvalidToken
from django.db import connection

from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.journal.models import Entry
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.selection import actions, door, hearing, planning, queries
from teriya.mobilisation.selection.models import Hearing, Score, Sheet
from teriya.mobilisation.selection.policies import may_see_scores
from teriya.mobilisation.selection.sealing import unseal
from tests.factories.calls import BORN, TODAY, make_applications, make_wave, officer
from tests.factories.selection import HOURS, enter, make_jurors, make_sealing_jury, make_venue, plan, seal
from tests.scenes import scene


@pytest.fixture
@scene
def wave(cast):
    wave = make_wave(cast)
    make_applications(cast, wave, *[BORN] * 3)
    Application.objects.update(state="eligible")
    return wave


@pytest.fixture
def jurors(cast):
    return make_jurors(cast, 6)


@pytest.fixture
def jury(cast, wave, jurors):
    return make_sealing_jury(cast, wave, jurors, make_venue(cast, wave, juries=0))


@pytest.fixture
def one(cast, wave, jury):
    """The first candidate, called before the jury."""
    plan(cast, wave)
    return wave.applications.get(number="1")


def points(application):
    return list(application.scores.order_by("chair").values_list("points", flat=True))


def state(application):
    return queries.hearing_of(application).state


def test_nobody_reads_a_sheet_before_the_three_are_sealed(cast, one, jurors):
    seal(one, jurors[0], 81)
    seal(one, jurors[1], 73)
    rows = Sheet.objects.values("marks", "points", "remark")
    assert {(str(row["marks"]), row["points"], row["remark"]) for row in rows} == {("{}", None, "")}
    assert not Score.objects.exists() and state(one) == "present"
    with connection.cursor() as cursor:
        cursor.execute("SELECT s::text FROM selection_sheet s")
        assert not any("motivation" in row[0] for row in cursor.fetchall())
    facts = [entry.facts for entry in Entry.objects.filter(action="selection.seal")]
    assert all("marks" not in fact and len(fact["digest"]) == 64 for fact in facts)
    seal(one, jurors[2], 60)
    assert points(one) == [81, 73, 60] and state(one) == "heard"
    assert Entry.objects.get(action="selection.open_sheets").facts == {
        "points": [81, 73, 60],
        "spread": 21,
        "again": False,
    }


def test_a_sealed_sheet_that_was_touched_does_not_open(one, jurors):
    seal(one, jurors[0], 81)
    sealed = Sheet.objects.get().sealed
    with pytest.raises(InvalidToken):
        unseal(sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:])


def test_a_sheet_is_sealed_once_from_ones_own_chair_for_ones_own_candidates(cast, wave, one, jurors):
    assert seal(one, jurors[1], 50).chair == 2
    with pytest.raises(Refusal, match="sheet_sealed"):
        seal(one, jurors[1], 51)
    with pytest.raises(NotAllowed, match="not_your_candidate"):
        seal(one, jurors[3], 50)


def test_every_criterion_is_marked_within_its_most(one, jurors):
    for wrong, code in (({"motivation": 20}, "marks_incomplete"), ({"motivation": 26, "acceptability": 1, "conditions": 1, "openness": 1}, "mark_out_of_range")):  # fmt: skip
        with pytest.raises(Refusal, match=code):
            hearing.seal_sheet(application=one, marks=wrong, base=1, by=jurors[0], on=TODAY)
    assert not Sheet.objects.exists()


def test_nobody_scores_oneself(one, jurors):
    type(one.person).objects.filter(pk=one.person_id).update(account=jurors[0])
    with pytest.raises(Refusal, match="same_person"):
        seal(one, jurors[0], 99)


def test_who_is_absent_or_was_moved_is_not_scored_by_mistake(cast, one, jurors):
    found = queries.hearing_of(one)
    door.close_door(hearings=[found], by=cast["regional_agent"], on=TODAY)
    with pytest.raises(Refusal, match="marked_absent"):
        seal(one, jurors[0], 50)
    door.receive(hearings=[found], by=cast["regional_agent"], on=TODAY)
    with pytest.raises(Refusal, match="hearing_changed"):
        hearing.seal_sheet(application=one, marks={}, base=7, by=jurors[0], on=TODAY)
    seal(one, jurors[0], 50)


def test_scores_too_far_apart_do_not_count_and_the_candidate_is_heard_again(cast, wave, one, jurors):
    for juror, given in zip(jurors[:3], (90, 85, 59), strict=True):
        seal(one, juror, given)
    assert state(one) == "contested" and points(one) == []
    Application.objects.exclude(pk=one.pk).update(state="ineligible", reasons=[["too_old", "."]])
    type(wave).objects.update(state="closed")
    with pytest.raises(Refusal, match="to_hear_again"):
        actions.rank(wave=wave, by=officer(cast), on=TODAY)
    other = make_sealing_jury(cast, wave, jurors[3:], one.hearings.get().jury.venue, name="Jury 2")
    first = queries.hearing_of(one)
    with pytest.raises(Refusal, match="reason_required"):
        hearing.hear_again(hearing=first, jury=other, reason=" ", by=officer(cast), on=TODAY)
    second = hearing.hear_again(hearing=first, jury=other, reason="Écart de 31.", by=officer(cast), on=TODAY)
    with pytest.raises(NotAllowed, match="not_your_candidate"):
        seal(one, jurors[0], 50)
    for juror, given in zip(jurors[3:], (90, 40, 20), strict=True):
        seal(one, juror, given)
    assert (second.attempt, state(one), points(one)) == (2, "heard", [90, 40, 20])
    assert Sheet.objects.filter(hearing=first).count() == 3


def test_thirty_points_apart_is_not_beyond_thirty(one, jurors):
    for juror, given in zip(jurors[:3], (90, 75, 60), strict=True):
        seal(one, juror, given)
    assert state(one) == "heard"


def test_scores_on_paper_close_a_hearing_and_never_replace_a_sealed_sheet(cast, wave, one, jurors):
    two = wave.applications.get(number="2")
    enter(cast, wave, (two, [90, 40, 80]))
    assert state(two) == "contested" and points(two) == []
    seal(one, jurors[0], 70)
    with pytest.raises(Refusal, match="sheet_sealed"):
        enter(cast, wave, (one, [10, None, None]))
    enter(cast, wave, (one, [None, 65, 60]))
    assert points(one) == [70, 65, 60] and state(one) == "heard"


def test_the_centre_reads_scores_once_open_and_no_juror_before_the_ranking(cast, wave, one, jurors):
    for juror in jurors[:3]:
        seal(one, juror, 60)
    one = Application.objects.select_related("wave", "person").get(pk=one.pk)
    assert may_see_scores(officer(cast), one) and not may_see_scores(jurors[0], one)


def test_a_jury_without_timetable_hears_all_the_same(cast, wave, jurors):
    make_sealing_jury(cast, wave, jurors)
    one = wave.applications.get(number="1")
    for juror in jurors[:3]:
        seal(one, juror, 60)
    assert points(one) == [60, 60, 60] and state(one) == "heard"


@pytest.mark.hostile  # slow
def test_one_jury_seals_300_sheets_in_a_day_and_each_costs_the_same(cast, django_assert_max_num_queries):
    """A hundred candidates of five minutes before three members; then the minutes wait for nobody."""
    wave, jurors = make_wave(cast), make_jurors(cast)
    make_applications(cast, wave, *[BORN] * 100)
    Application.objects.update(state="eligible")
    make_sealing_jury(cast, wave, jurors, make_venue(cast, wave, juries=0))

    plan(cast, wave, days=2, hours=HOURS._replace(minutes=5))
    people = list(wave.applications.order_by("pk"))
    for n, juror in enumerate(jurors):
        for row in people[:-1]:
            seal(row, juror, 50 + 5 * n)
    with django_assert_max_num_queries(45):
        seal(people[-1], jurors[0], 50)
    assert Sheet.objects.count() == 298 and Hearing.objects.filter(state="heard").count() == 99
    assert queries.to_score(jurors[1], wave).count() == 1 and queries.awaiting(jurors[0]).count() == 0
    seal(people[-1], jurors[1], 50)
    seal(people[-1], jurors[2], 50)
    assert Score.objects.count() == 300
    assert planning.free_slots(wave, people[0], on=TODAY)
