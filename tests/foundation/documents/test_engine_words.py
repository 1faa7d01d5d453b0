"""Numbers in French, spelling of before 1990 (Grevisse, Le Bon Usage, § 596–599)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.documents.engine.words import amount_in_words, date_in_words, long_date, number_in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zéro"),
        (16, "seize"),
        (21, "vingt et un"),
        (22, "vingt-deux"),
        (61, "soixante et un"),
        (70, "soixante-dix"),
        (71, "soixante et onze"),
        (77, "soixante-dix-sept"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (91, "quatre-vingt-onze"),
        (99, "quatre-vingt-dix-neuf"),
        (100, "cent"),
        (101, "cent un"),
        (180, "cent quatre-vingts"),
        (200, "deux cents"),
        (201, "deux cent un"),
        (1000, "mille"),
        (1001, "mille un"),
        (2000, "deux mille"),
        (21_000, "vingt et un mille"),
        (80_000, "quatre-vingt mille"),
        (200_000, "deux cent mille"),
        (200_200, "deux cent mille deux cents"),
        (1_000_000, "un million"),
        (80_000_000, "quatre-vingts millions"),
        (200_000_000, "deux cents millions"),
        (3_000_071_500, "trois milliards soixante et onze mille cinq cents"),
        (-2000, "moins deux mille"),
    ],
)
def test_number_in_words(number, words):
    assert number_in_words(number) == words


@pytest.mark.parametrize(
    ("francs", "words"),
    [
        (0, "zéro franc CFA"),
        (1, "un franc CFA"),
        (71, "soixante et onze francs CFA"),
        (28_500, "vingt-huit mille cinq cents francs CFA"),
        (60_000, "soixante mille francs CFA"),
        (1_000_000, "un million de francs CFA"),
        (1_500_000, "un million cinq cent mille francs CFA"),
        (2_000_000_000, "deux milliards de francs CFA"),
    ],
)
def test_amount_in_words(francs, words):
    assert amount_in_words(francs) == words


def test_words_never_meet():
    assert len({number_in_words(number) for number in range(10_000)}) == 10_000


@given(st.integers(1, 999), st.integers(0, 999_999))
def test_words_of_millions_are_added(millions, rest):
    alone = number_in_words(millions * 10**6)
    assert number_in_words(millions * 10**6 + rest) == (f"{alone} {number_in_words(rest)}" if rest else alone)


def test_words_end_at_a_thousand_milliards():
    with pytest.raises(ValueError, match="10¹²"):
        number_in_words(10**12)


def test_dates_start_with_premier():
    assert long_date(date(2026, 1, 1)) == "1er janvier 2026"
    assert long_date(date(2026, 8, 22)) == "22 août 2026"
    assert date_in_words(date(2026, 11, 1)) == "l’an deux mille vingt-six et le premier novembre"
    assert date_in_words(date(1980, 12, 21)) == "l’an mille neuf cent quatre-vingts et le vingt et un décembre"
