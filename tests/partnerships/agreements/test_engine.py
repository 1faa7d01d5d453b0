"""Change ties to the franc; terms say what breaks them, and nothing else does."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.partnerships.agreements.engine.currency import book_all, francs, written
from teriya.partnerships.agreements.engine.terms import Facts, Terms, breaches

rates = st.decimals(Decimal("0.01"), Decimal("2000"), places=6)
sums = st.lists(st.tuples(st.integers(1, 10**9), rates), min_size=1, max_size=6)


@given(parts=sums, called_at=rates, currency=st.sampled_from(["XOF", "EUR", "USD", "JPY"]))
def test_what_came_is_the_call_plus_gains_less_losses_to_the_franc(parts, called_at, currency):
    booked = book_all(parts, called_at, currency)
    whole = sum(minor for minor, _rate in parts)
    assert sum(one.cleared for one in booked) == francs(whole, called_at, currency)
    assert sum(one.cash for one in booked) == francs(whole, called_at, currency) + sum(one.exchange for one in booked)
    assert all(one.cash == francs(minor, rate, currency) for one, (minor, rate) in zip(booked, parts, strict=True))


@given(minor=st.integers(-(10**12), 10**12), rate=rates)
def test_a_sum_in_francs_is_the_nearest_whole_one_and_half_goes_up(minor, rate):
    exact = Fraction(minor) * Fraction(rate) / 100
    assert -Fraction(1, 2) < francs(minor, rate, "EUR") - exact <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("minor", "rate", "currency", "expected"),
    [(150_000_00, "655.957", "EUR", 98_393_550), (1, "655.957", "EUR", 7), (1, "50", "EUR", 1), (1, "49.9", "EUR", 0), (7, "1", "XOF", 7)],
)  # fmt: skip
def test_sums_worked_by_hand(minor, rate, currency, expected):
    assert francs(minor, Decimal(rate), currency) == expected


def test_sums_are_written_as_people_do():
    assert written(1_250_050, "EUR") == "12\u202f500,50\u00a0EUR"
    assert written(12_500, "XOF") == "12\u202f500\u00a0F" and written(-5, "USD") == "−0,05\u00a0USD"


YEAR = Terms("C", date(2026, 1, 1), date(2026, 12, 31))
STRICT = Terms(
    "C", date(2026, 1, 1), date(2026, 12, 31), places={"R-P": "Plateaux"}, domains={"education": "Éducation"}, forms={"VNC": "VNC"},
    costs={"allowance": "allocations"}, hosts=frozenset({"SA-1"}), sex="F", monthly_max=60_000, ceilings={"allowance": 1_000_000},
)  # fmt: skip
FITS = {
    "cost": "allowance", "first": date(2026, 3, 1), "last": date(2026, 3, 31), "places": frozenset({"C-HAHO", "R-P"}), "place": "Haho 1",
    "domain": "education", "forms": frozenset({"VNC", "VNE"}), "form": "VNE", "host": "SA-1", "sex": "F", "monthly": 60_000, "total": 1_000_000,
}  # fmt: skip
WRONG = {
    "period": {"last": date(2027, 1, 1)}, "place": {"places": frozenset({"C-TONE", "R-S"})}, "domain": {"domain": "health"},
    "form": {"forms": frozenset({"VEC"})}, "cost": {"cost": "kit"}, "host": {"host": "SA-2"}, "sex": {"sex": "M"},
    "monthly": {"monthly": 60_001}, "total": {"total": 1_000_001},
}  # fmt: skip


def test_a_cost_within_every_term_breaks_none():
    assert breaches(STRICT, Facts(**FITS)) == []


@pytest.mark.parametrize("code", WRONG)
def test_each_term_is_broken_by_itself(code):
    assert [one.code for one in breaches(STRICT, Facts(**FITS | WRONG[code]))] == [code]
    free = YEAR if code != "period" else Terms("C", date.min, date.max)
    assert breaches(free, Facts(**FITS | WRONG[code])) == []


@given(chosen=st.sets(st.sampled_from(sorted(WRONG))))
def test_breaches_are_told_all_together(chosen):
    facts = dict(FITS)
    for code in chosen:
        facts |= WRONG[code]
    told = {one.code for one in breaches(STRICT, Facts(**facts))}
    assert told == (chosen - {"total"} if "cost" in chosen else chosen), "a ceiling is of its own kind of cost"


def test_what_is_not_known_yet_breaks_nothing():
    assert breaches(STRICT, Facts(cost="allowance")) == []
