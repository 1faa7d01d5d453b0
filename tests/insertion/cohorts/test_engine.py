"""Bounds, interval, comparison, time to a first employment, small cells."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.insertion.cohorts.engine.cells import suppressed
from teriya.insertion.cohorts.engine.rates import Counts, Rate, bounds, compare, wilson
from teriya.insertion.cohorts.engine.waiting import median_days


@st.composite
def cohorts(draw) -> Counts:
    population = draw(st.integers(1, 400))
    known = draw(st.integers(0, population))
    return Counts(population, known, draw(st.integers(0, known)))


def test_three_hundred_of_whom_55_in_a_hundred_answer_and_28_are_inserted():
    """28 of 55 among those who answered; between 28 % and 73 % of the cohort."""
    parts = Rate(Counts(300, 165, 84), "Vague 1", "Inséré : …", 12, "1er mars 2014").parts
    assert Fraction(parts.inserted, parts.known) == Fraction(28, 55)
    assert (parts.among, parts.response, parts.low, parts.high, parts.wilson) == (51, 55, 28, 73, (43, 59))


def test_a_rate_prints_whole_or_not_at_all():
    rate = Rate(Counts(300, 165, 84), "Vague 1", "Inséré : …", 12, "1er mars 2014")
    assert (
        str(rate)
        == f"{rate}"
        == "Vague 1 · 12 mois : 84/165 = 51 % ; 165/300 ; [28 % ; 73 %] · Inséré : … · 1er mars 2014"
    )
    with pytest.raises(TypeError):
        f"{rate:.0%}"
    with pytest.raises(TypeError):
        float(rate)
    assert Rate(Counts(3, 0, 0), "", "", 3, "").parts[3:] == (None, 0, 100, 0, None)


@given(cohorts(), st.data())
def test_the_bounds_contain_the_rate_whatever_became_of_the_others(counts, data):
    others = data.draw(st.integers(0, counts.population - counts.known))
    low, high = bounds(counts)
    assert low <= Fraction(counts.inserted + others, counts.population) <= high
    parts = Rate(counts, "", "", 3, "").parts
    assert parts.low <= 100 * low and 100 * high <= parts.high


@given(cohorts().filter(lambda one: one.known < one.population))
def test_an_answer_more_only_narrows_the_bounds(counts):
    low, high = bounds(counts)
    found = bounds(Counts(counts.population, counts.known + 1, counts.inserted + 1))
    other = bounds(Counts(counts.population, counts.known + 1, counts.inserted))
    assert found[0] > low and found[1] == high and other[0] == low and other[1] < high


@given(st.integers(1, 500).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_the_interval_holds_the_share_and_stays_a_share(pair):
    low, high = wilson(*pair)
    assert 0 <= low <= pair[0] / pair[1] + 1e-12 and pair[0] / pair[1] - 1e-12 <= high <= 1


def test_wilson_as_published():
    """Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263, 15 of 148, 0 of 20."""
    assert [tuple(round(end, 4) for end in wilson(*pair)) for pair in ((81, 263), (15, 148), (0, 20))] == [
        (0.2553, 0.3662), (0.0624, 0.1605), (0.0, 0.1611),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "one, other, said",
    [
        (Counts(100, 60, 30), Counts(100, 60, 34), "noise"),
        (Counts(300, 165, 84), Counts(300, 165, 120), "silence"),
        (Counts(200, 190, 60), Counts(200, 190, 150), "real"),
        (Counts(20, 6, 1), Counts(200, 190, 150), "few"),
        (Counts(20, 0, 0), Counts(200, 190, 150), "few"),
    ],
)
def test_what_a_difference_is_worth(one, other, said):
    assert compare(one, other) == compare(other, one) == said


def test_the_time_to_a_first_employment_counts_who_is_followed_no_longer():
    """Freireich’s 21 patients under 6-MP, as every textbook has them: median 23 weeks."""
    came, left = (6, 6, 6, 7, 10, 13, 16, 22, 23), (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
    assert median_days([(n, True) for n in came] + [(n, False) for n in left]) == 23
    assert median_days([(10, True), (20, False), (20, False)]) is None and median_days([]) is None


@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("XY"), st.sampled_from("FM")), max_size=60),
    st.integers(1, 8),
)
def test_no_combination_shown_is_shared_by_too_few(lines, least):
    shown = suppressed(lines, least)
    assert len(shown) == len(lines) and all(number >= least for number in Counter(filter(None, shown)).values())
    assert all(
        cell is None or {a for a, b in zip(cell, line, strict=True) if a != b} <= {"*"}
        for cell, line in zip(shown, lines, strict=True)
    )


def test_several_lines_of_one_person_are_one_person():
    lines = [("VNC", "TG-K")] * 4 + [("VNC", "TG-P")] * 2
    assert suppressed(lines, 2, ["Afi", "Afi", "Yao", "Yao", "Afi", "Afi"]) == [("VNC", "TG-K")] * 4 + [None] * 2
    assert suppressed(lines, 2) == lines
