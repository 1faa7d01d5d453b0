import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.core.money import Line, amount, grouped, split, total

AMOUNTS = st.integers(0, 10**12)
WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=8).filter(any)


def test_a_line_explains_its_amount():
    line = Line("jours", 19, 1_500, source="arrêté 2019-03")
    assert line.amount == 28_500
    assert line.formula() == "jours : 19 × 1\u202f500 = 28\u202f500\u00a0F"


def test_a_total_is_the_sum_of_its_lines():
    assert total([Line("jours", 20, 1_500), Line("épargne", -1, 5_000)]) == 25_000


@pytest.mark.parametrize("value, text", [(60_000, "60\u202f000"), (-1_500, "−1\u202f500"), (0, "0")])
def test_thousands_are_apart(value, text):
    assert grouped(value) == text


def test_another_currency_keeps_its_code():
    assert amount(100, "EUR") == "100\u00a0EUR"


@pytest.mark.parametrize(
    "value, weights, parts",
    [
        (30_000, [60, 40], [18_000, 12_000]),
        (100, [1, 1, 1], [34, 33, 33]),  # equal remainders: the earlier weight
        (10, [15, 35], [3, 7]),
        (7, [2, 3, 0], [3, 4, 0]),  # 2.8 and 4.2: the larger remainder
        (-100, [1, 1, 1], [-33, -33, -34]),  # a refund: floors are lower, the two first take a franc back
    ],
)
def test_an_amount_is_shared_to_the_franc(value, weights, parts):
    assert split(value, weights) == parts


@given(AMOUNTS, WEIGHTS)
def test_parts_sum_to_the_amount_and_each_is_within_a_franc_of_its_due(value, weights):
    parts, whole = split(value, weights), sum(weights)
    assert sum(parts) == value
    assert all(abs(part * whole - value * weight) < whole for part, weight in zip(parts, weights, strict=True))


@given(AMOUNTS, WEIGHTS)
def test_a_larger_weight_never_gets_less(value, weights):
    pairs = sorted(zip(weights, split(value, weights), strict=True), key=lambda pair: (pair[0], pair[1]))
    assert [part for _, part in pairs] == sorted(part for _, part in pairs)


@pytest.mark.parametrize("weights", [[0, 0], [1, -1], [3, -1]])
def test_weights_that_share_nothing_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        split(100, weights)
