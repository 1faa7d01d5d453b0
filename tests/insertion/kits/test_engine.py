"""Kits in exact francs: the lot of 295, the terms, what is late."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.core.periods import add_months
from teriya.insertion.kits.engine.lots import Late, late, share_lot, terms

FIRST = date(2025, 9, 2)


def test_295_kits_worth_48_millions_repay_12_millions():
    lot = share_lot(48_000_000, 295, 25)
    assert Counter(lot.values) == {162_712: 255, 162_711: 40}
    assert Counter(lot.owed) == {40_678: 285, 40_677: 10}
    assert (sum(lot.values), sum(lot.owed)) == (48_000_000, 12_000_000)


@given(st.integers(1, 400), st.integers(0, 10**9), st.integers(0, 100))
def test_a_lot_is_divided_to_the_franc(count, more, percent):
    lot = share_lot(count + more, count, percent)
    assert sum(lot.values) == count + more and sum(lot.owed) == (count + more) * percent // 100
    assert max(lot.values) - min(lot.values) <= 1 and all(0 <= owed <= value for owed, value in zip(lot.owed, lot.values, strict=True))  # fmt: skip


@pytest.mark.parametrize(("total", "count"), [(294, 295), (0, 1), (10, 0)])
def test_a_lot_has_a_franc_a_kit(total, count):
    with pytest.raises(ValueError):
        share_lot(total, count, 25)


@given(st.integers(1, 10**6), st.integers(1, 36), st.integers(0, 10**6), st.integers(0, 60))
def test_terms_sum_and_lateness_ends_when_all_is_repaid(owed, count, repaid, months):
    parts = terms(owed, count)
    assert sum(parts) == owed and max(parts) - min(parts) <= 1
    schedule, today = [(add_months(FIRST, n), part) for n, part in enumerate(parts)], add_months(FIRST, months)
    due, found = sum(part for day, part in schedule if day < today), late(schedule, min(repaid, owed), today)
    assert (found.francs if found else 0) == max(0, due - min(repaid, owed))
    assert late(schedule, owed, today) is None


def test_late_since_the_first_term_not_covered():
    """12 terms: 10 of 3 390 F and 2 of 3 389 F; 5 000 F repaid cover the first and 1 610 F of the second."""
    parts = terms(40_678, 12)
    assert Counter(parts) == {3_390: 10, 3_389: 2}
    schedule = [(add_months(FIRST, n), part) for n, part in enumerate(parts)]
    assert late(schedule, 5_000, date(2025, 11, 2)) == Late(1_780, date(2025, 10, 2))
    assert late(schedule, 3_390, date(2025, 10, 2)) is None
