from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.service.training.engine.decision import Asked, Done, Rule, decide
from teriya.service.training.engine.timetable import Slot, missing, slots, spread

MONDAY = date(2024, 2, 19)
ASKED = [Asked("civics", True), Asked("law", True, 10), Asked("more", False)]
RULE = Rule(presence=80, attempts=2)


def done(civics=1, law=1, present=5, halves=5, mark=12, attempt=1):
    return Done({"civics": civics, "law": law}, present, halves, {"law": mark}, attempt)


@pytest.mark.parametrize(
    ("what", "outcome", "owed"),
    [
        (done(), "passed", {}),
        (done(present=4), "passed", {}),
        (done(present=3), "resit", {"civics": "presence", "law": "presence"}),
        (done(civics=0, present=4), "resit", {"civics": "absent"}),
        (done(mark=9), "resit", {"law": "mark"}),
        (done(mark=9, attempt=2), "failed", {"law": "mark"}),
    ],
)
def test_the_rule_decides_and_says_why(what, outcome, owed):
    decision = decide(ASKED, {"civics", "law", "more"}, what, RULE)
    assert (decision.outcome, decision.owed) == (outcome, owed)


def test_a_module_that_was_not_held_is_nobodys_fault():
    assert decide(ASKED, {"civics"}, done(law=0, mark=0), RULE).outcome == "passed"


def test_modules_fill_the_half_days_in_order():
    two_days = slots(MONDAY, MONDAY + timedelta(1), set())
    table = spread([("a", 4), ("b", 6), ("c", 2), ("d", 4)], two_days, 4)
    assert [(slot.on.day, slot.half, code) for slot, code in table] == [
        (19, "am", "a"), (19, "pm", "b"), (20, "am", "b"), (20, "am", "c"), (20, "pm", "d"),
    ]  # fmt: skip


def test_sundays_and_days_off_are_left_out_unless_nothing_is_left():
    assert {slot.on for slot in slots(date(2024, 2, 24), date(2024, 2, 26), {date(2024, 2, 26)})} == {
        date(2024, 2, 24)
    }
    assert slots(date(2024, 2, 25), date(2024, 2, 25), set()) == [
        Slot(date(2024, 2, 25), half) for half in ("am", "pm")
    ]


@given(st.lists(st.integers(1, 12), min_size=1, max_size=12), st.integers(1, 10), st.integers(1, 5))
def test_each_module_is_taught_whatever_room_there_is(hours, days, length):
    modules = [(str(n), one) for n, one in enumerate(hours)]
    among = [Slot(MONDAY + timedelta(n), half) for n in range(days) for half in ("am", "pm")]
    table = spread(modules, among, length)
    assert {code for _slot, code in table} == {code for code, _hours in modules}
    assert [slot for slot, _code in table] == sorted(slot for slot, _code in table)
    assert missing(modules, among, length) == max(0, sum(hours) - length * len(among))
