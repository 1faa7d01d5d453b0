"""Replacement cost: exact francs, and never a number without its caveat, source and year."""

from dataclasses import fields
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.contribution.worth.engine.value import Value, Wage, Work, gather, groups_of, per

CAVEAT = "À la limite de la définition de l’OIT."
SMIG = Wage("", 52_500, 40, "SMIG, arrêté de 2023", 2023, True)

wages = st.builds(Wage, group=st.just("2"), monthly=st.integers(1, 10**6), week_hours=st.integers(1, 60), source=st.just("Arrêté"),
                  year=st.integers(2000, 2030), is_to_confirm=st.booleans())  # fmt: skip
works = st.builds(Work, group=st.sampled_from(["2341", "2222"]), days=st.integers(0, 10**6), hours_a_day=st.integers(0, 12), wage=st.none() | wages)  # fmt: skip


def a_value(*lines: Work) -> Value:
    return Value(gather(lines), CAVEAT, "mars 2024", "20 mai 2024")


def test_the_worked_case():
    """52 500 F a month of 40 hours a week: 302.88 F an hour; twenty days of eight hours: 48 462 F."""
    assert SMIG.hourly == Fraction(52_500 * 12, 40 * 52) and round(SMIG.hourly, 2) == Fraction("302.88")
    assert Work("2341", 20, 8, SMIG).francs == 48_462
    assert round(Wage("", 45_000, 40, "Décret", 2024, True).hourly, 2) == Fraction("259.62")


def test_a_value_is_whole_or_is_not():
    value = a_value(Work("2341", 20, 8, SMIG), Work("9611", 3, 8, None))
    said = str(value)
    assert all(part in said for part in ("48462 F", CAVEAT, "2023", "SMIG, arrêté de 2023", "20 mai 2024"))
    assert value.parts.unpriced == 3 and value.parts.caveat == CAVEAT and value.parts.is_to_confirm
    assert {one.name for one in fields(Value)} == {"lines", "caveat", "period", "on"}  # no amount of its own
    for wrong in ("", "  "):
        with pytest.raises(ValueError):
            Value((), wrong, "mars 2024", "20 mai 2024")
    with pytest.raises(ValueError):
        Wage("", 1, 40, "", 2024, False)


@given(st.lists(works, max_size=12))
def test_the_total_is_the_sum_of_its_lines(lines):
    found = a_value(*lines).parts
    assert found.francs == sum(one.francs for one in found.lines)
    assert found.days + found.unpriced == sum(one.days for one in lines)
    assert isinstance(found.francs, int) and found.francs >= 0
    exact = sum((one.hours * one.wage.hourly for one in lines if one.wage), Fraction(0))
    assert abs(found.francs - exact) * 2 <= len(found.lines)


@given(st.integers(0, 10**12), st.integers(0, 10**6))
def test_a_cost_for_each_is_the_nearest_franc(francs, units):
    found = per(francs, units)
    assert found is None if not units else abs(found * units - francs) * 2 <= units


def test_the_nearest_group_first():
    assert groups_of("2341") == ["2341", "234", "23", "2"]
