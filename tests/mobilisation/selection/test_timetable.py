from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from teriya.mobilisation.selection.engine.timetable import Hours, Slot, apart, fill, slots, times

DAY = Hours(time(8), time(17), time(12, 30), time(14), 10)
MONDAY, TUESDAY = date(2026, 3, 9), date(2026, 3, 10)


def test_a_day_of_ten_minutes_has_forty_five_interviews_and_none_runs_into_the_pause():
    found = times(DAY)
    assert len(found) == 27 + 18
    assert (found[0], found[26], found[27], found[-1]) == (time(8), time(12, 20), time(14), time(16, 50))


def test_an_interview_that_would_run_into_the_pause_begins_after_it():
    assert times(Hours(time(12), time(15), time(12, 30), time(14), 25)) == [time(12), time(14), time(14, 25)]


def test_juries_of_a_town_sit_side_by_side():
    assert slots([MONDAY], DAY, [1, 2])[:3] == [(MONDAY, time(8), 1), (MONDAY, time(8), 2), (MONDAY, time(8, 10), 1)]


def test_a_slot_that_one_may_not_take_is_for_the_next():
    table = fill([10, 11], slots([MONDAY], DAY, [1, 2]), {10: {1}})
    assert table.given == {10: Slot(MONDAY, time(8), 2), 11: Slot(MONDAY, time(8), 1)}


def test_new_slots_run_into_none_that_is_taken():
    taken = [(Slot(MONDAY, time(8, 5), 1), 15)]
    kept = apart(slots([MONDAY], DAY, [1]), DAY.minutes, taken)
    assert kept[0] == Slot(MONDAY, time(8, 20), 1)


@given(st.integers(0, 120), st.integers(1, 3), st.dictionaries(st.integers(0, 119), st.sets(st.integers(1, 3))))
def test_nobody_has_two_hours_no_hour_two_people_and_nobody_is_heard_by_who_may_not(people, juries, barred):
    offered = slots([MONDAY, TUESDAY], DAY, range(1, juries + 1))[:90]
    table = fill(range(people), offered, barred)
    assert len(set(table.given.values())) == len(table.given) and set(table.given.values()) <= set(offered)
    assert sorted([*table.given, *table.left]) == list(range(people))
    assert all(slot.jury not in barred.get(one, ()) for one, slot in table.given.items())
    free = set(offered) - set(table.given.values())
    assert all(slot.jury in barred.get(one, ()) for one in table.left for slot in free)
