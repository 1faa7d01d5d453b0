"""When interviews are due: the missions of twelve and of six months, and what is true of any."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from teriya.insertion.plans.engine.schedule import AFTER, schedule

USUAL = {"middle": 6, "before_end": 6, "after_short": 6, "after_year": 12, "after_long": 24}


def test_a_year_of_service_prepares_its_exit_at_six_months():
    assert schedule(USUAL, date(2024, 3, 1), date(2025, 2, 28)) == {
        "first": date(2024, 3, 1), "before_end": date(2024, 8, 28), "exit": date(2025, 2, 28), "after_short": date(2025, 8, 28),
        "after_year": date(2026, 2, 28), "after_long": date(2027, 2, 28),
    }  # fmt: skip


def test_six_months_of_service_have_their_own():
    short = USUAL | {"middle": 3, "before_end": 1}
    found = schedule(short, date(2024, 3, 1), date(2024, 8, 31))
    assert list(found.items())[:4] == [
        ("first", date(2024, 3, 1)), ("middle", date(2024, 6, 1)), ("before_end", date(2024, 7, 31)), ("exit", date(2024, 8, 31)),
    ]  # fmt: skip


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(0, 900),
    st.dictionaries(st.sampled_from(list(USUAL)), st.integers(0, 24)),
)
@settings(max_examples=200)
def test_days_are_in_order_and_in_their_place(starts_on, days, months):
    ends_on = starts_on + timedelta(days)
    found = schedule(months, starts_on, ends_on)
    assert list(found.values()) == sorted(found.values())
    assert (found["first"], found["exit"]) == (starts_on, ends_on)
    assert all(starts_on < found[m] < ends_on for m in ("middle", "before_end") if m in found)
    assert all(found[m] > ends_on for m in AFTER if m in found)
