"""The balance of a leave: the example of docs/algorithms/conges.md, and what holds for any life."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.service.attendance.engine.leaves import (
    Grant,
    Line,
    Span,
    left_on,
    month_end,
    months_served,
    room_for,
    statement,
    used_in_year,
)

MARCH = date(2026, 3, 1)
SINCE_2011 = ((date(2011, 2, 17), 5),)  # two and a half days a month


def grant(**changes) -> Grant:
    return Grant(**{"started_on": MARCH, "rates": SINCE_2011, **changes})


def test_the_worked_example():
    """Six months, a suspension of 14 days, five days taken in September, three asked for in November."""
    given = grant(pauses=((date(2026, 6, 1), date(2026, 6, 14)),))
    spans = [Span(date(2026, 9, 21), 10), Span(date(2026, 11, 2), 6, is_sure=False)]
    assert statement(given, spans, date(2026, 11, 30))[2:] == [
        Line(date(2026, 5, 31), "earned", 5, 15),
        Line(date(2026, 7, 14), "earned", 5, 20),
        Line(date(2026, 8, 14), "earned", 5, 25),
        Line(date(2026, 9, 14), "earned", 5, 30),
        Line(date(2026, 9, 21), "taken", -10, 20),
        Line(date(2026, 10, 14), "earned", 5, 25),
        Line(date(2026, 11, 2), "booked", -6, 19),
        Line(date(2026, 11, 14), "earned", 5, 24),
    ]


def test_a_month_begun_earns_nothing_and_a_pause_is_served_after():
    assert (left_on(grant(), [], date(2026, 3, 30)), left_on(grant(), [], date(2026, 3, 31))) == (0, 5)
    paused = grant(pauses=((date(2026, 3, 20), date(2026, 3, 29)),))
    assert month_end(paused, 1) == date(2026, 4, 10)


def test_a_new_rate_counts_for_the_months_that_end_after_it():
    raised = grant(rates=(*SINCE_2011, (date(2026, 4, 15), 6)))
    assert left_on(raised, [], date(2026, 5, 31)) == 5 + 6 + 6


def test_what_is_kept_has_an_end_and_a_renewal_may_take_it():
    assert left_on(grant(kept=12), [], date(2026, 12, 31)) == 12
    assert left_on(grant(lost_on=(date(2026, 6, 1),)), [], date(2026, 6, 30)) == 5


def test_a_leave_asked_before_another_leaves_it_its_days():
    later = [Span(date(2026, 12, 1), 40)]  # 45 earned by then
    assert room_for(grant(), later, Span(date(2026, 9, 1), 0)) == 5
    assert room_for(grant(), [], Span(date(2026, 9, 1), 0)) == 30


def test_a_year_is_of_service_not_of_the_calendar():
    spans = [Span(date(2026, 12, 30), 4), Span(date(2027, 2, 26), 2), Span(date(2027, 3, 1), 8)]
    assert [used_in_year(MARCH, spans, day) for day in (date(2027, 2, 28), date(2027, 3, 1))] == [6, 8]
    assert used_in_year(date(2024, 2, 29), [Span(date(2025, 2, 28), 2)], date(2025, 12, 1)) == 2


starts = st.dates(date(2020, 1, 1), date(2026, 12, 31))


@st.composite
def lives(draw):
    """A grant with pauses that do not overlap, and leaves in any order."""
    start, pauses, day = draw(starts), [], None
    day = start
    for gap, length in draw(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 60)), max_size=3)):
        first = day + timedelta(gap)
        pauses.append((first, first + timedelta(length)))
        day = pauses[-1][1] + timedelta(1)
    rates = [(start - timedelta(30), draw(st.integers(0, 6)))]
    rates += [(start + timedelta(draw(st.integers(1, 400))), draw(st.integers(0, 6)))]
    spans = [
        Span(start + timedelta(draw(st.integers(0, 700))), 2 * draw(st.integers(1, 15)), draw(st.booleans()))
        for _ in range(draw(st.integers(0, 5)))
    ]
    return Grant(start, tuple(rates), draw(st.integers(0, 60)), tuple(pauses)), spans, start + timedelta(730)


@given(lives())
def test_each_line_is_the_one_before_and_its_movement(life):
    given, spans, on = life
    lefts = [0] + [line.left for line in statement(given, spans, on)]
    assert all(
        left == before + line.half_days
        for before, left, line in zip(lefts, lefts[1:], statement(given, spans, on), strict=False)
    )


@given(lives(), st.randoms())
def test_the_order_in_which_leaves_are_learnt_changes_nothing(life, chance):
    given, spans, on = life
    before = statement(given, spans, on)
    chance.shuffle(spans)
    assert statement(given, spans, on) == before


@given(lives())
def test_never_more_than_what_is_kept_and_every_month_is_longer_than_the_one_before(life):
    given, spans, on = life
    assert all(line.left <= given.kept for line in statement(given, spans, on)) or not given.kept
    ends = [month_end(given, number) for number in range(1, 25)]
    assert ends == sorted(set(ends))
    assert all(months_served(given, end) == number for number, end in enumerate(ends, start=1))


@given(lives())
def test_leaves_granted_within_the_room_never_leave_a_debt(life):
    given, spans, on = life
    taken: list[Span] = []
    for span in spans:
        room = room_for(given, taken, span)
        taken.append(Span(span.first, min(room, span.half_days), span.is_sure))
    assert all(line.left >= 0 for line in statement(given, taken, on))


@given(lives(), st.integers(1, 40))
def test_a_pause_never_earns_sooner(life, days):
    given, _spans, on = life
    first = max([given.started_on, *(last for _first, last in given.pauses)]) + timedelta(days)
    paused = Grant(given.started_on, given.rates, given.kept, (*given.pauses, (first, first + timedelta(days))))
    assert months_served(paused, on) <= months_served(given, on)


@pytest.mark.parametrize("day", [date(2026, 1, 31), date(2024, 2, 29)])
def test_months_that_begin_on_a_last_day(day):
    assert month_end(grant(started_on=day), 1) < month_end(grant(started_on=day), 2)
