from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.service.missions.engine.term import Pause, days_owed, last_day, renewed

FIRST = date(2026, 3, 1)
DAY = timedelta(1)
REST = Pause(date(2026, 6, 1), date(2026, 8, 9))  # ten weeks


@st.composite
def pauses(draw):
    """Pauses that follow each other, some of them back to back, from the first day on."""
    found, day = [], FIRST
    for gap, length, is_owed in draw(
        st.lists(st.tuples(st.integers(0, 200), st.integers(1, 100), st.booleans()), max_size=6)
    ):
        first = day + gap * DAY
        found.append(Pause(first, first + (length - 1) * DAY, is_owed))
        day = found[-1].last + DAY
    return found


OWED = st.integers(1, 1000)


def test_ten_weeks_of_maternity_move_the_end_by_seventy_days():
    assert last_day(FIRST, 365, []) == date(2027, 2, 28)
    assert last_day(FIRST, 365, [REST]) == date(2027, 5, 9)


def test_days_that_nobody_owes_move_nothing():
    assert last_day(FIRST, 365, [Pause(REST.first, REST.last, is_owed=False)]) == date(2027, 2, 28)


def test_an_early_end_stops_there():
    assert last_day(FIRST, 365, [REST], early=date(2026, 9, 30)) == date(2026, 9, 30)
    assert last_day(FIRST, 365, [REST], early=date(2030, 1, 1)) == date(2027, 5, 9)


@pytest.mark.parametrize(
    ("days", "wrong", "said"),
    [
        (0, [], "no_day_owed"),
        (10, [Pause(FIRST - DAY, FIRST)], "pause_before_start"),
        (10, [REST, Pause(REST.last, REST.last)], "pauses_overlap"),
    ],
)
def test_what_has_no_end_is_refused(days, wrong, said):
    with pytest.raises(ValueError, match=said):
        last_day(FIRST, days, wrong)


@given(OWED, pauses())
def test_every_day_owed_is_served_and_not_one_more(days, found):
    last = last_day(FIRST, days, found)
    paused = {p.first + n * DAY for p in found if p.is_owed for n in range(p.days)}
    served = [FIRST + n * DAY for n in range((last - FIRST).days + 1) if FIRST + n * DAY not in paused]
    assert len(served) == days == days_owed(FIRST, last, found)
    assert served[-1] == last


@given(OWED, OWED, pauses())
def test_a_renewal_adds_its_days(days, more, found):
    once = last_day(FIRST, days, found)
    assert last_day(FIRST, days_owed(FIRST, once, found) + more, found) == last_day(FIRST, days + more, found) > once


@given(OWED, pauses(), st.randoms(use_true_random=False))
def test_the_order_in_which_pauses_are_known_does_not_matter(days, found, random):
    known = random.sample(found, len(found))
    assert last_day(FIRST, days, known) == last_day(FIRST, days, found)


@given(OWED, pauses(), st.integers(0, 1500))
def test_an_early_end_never_lengthens(days, found, n):
    early = FIRST + n * DAY
    assert last_day(FIRST, days, found, early=early) == min(early, last_day(FIRST, days, found))


PAUSED, RENEWED = "paused", "renewed"


@given(
    OWED,
    st.lists(st.tuples(st.sampled_from([PAUSED, RENEWED]), st.integers(0, 120), st.integers(1, 100)), max_size=10),
    st.none() | st.integers(0, 1500),
)
def test_days_served_are_days_owed_after_any_life(days, events, early):
    """Suspensions and renewals as they come, each on the end that the ones before left; perhaps an early end."""
    last, owed, pauses, free = last_day(FIRST, days, []), days, [], FIRST
    for kind, gap, length in events:
        if kind == RENEWED:
            last, owed = renewed(FIRST, last, length, pauses), owed + length
            continue
        first = free + gap * DAY
        if first > last:
            continue  # the mission is over before
        before = days_owed(FIRST, last, pauses)
        pauses.append(Pause(first, first + (length - 1) * DAY))
        last, free = last_day(FIRST, before, pauses), pauses[-1].last + DAY
    stop = last if early is None else min(last, FIRST + early * DAY)
    paused = {p.first + n * DAY for p in pauses for n in range(p.days)}
    served = {FIRST + n * DAY for n in range((stop - FIRST).days + 1)} - paused
    assert len(served) == (
        owed if stop == last else owed - len({stop + n * DAY for n in range(1, (last - stop).days + 1)} - paused)
    )
    assert last == last_day(FIRST, owed, pauses) and last in served | {last}
