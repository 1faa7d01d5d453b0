"""The strict order and its public lottery."""

import hashlib
from random import Random

from teriya.mobilisation.placement.engine.order import Standing, lottery, strict_order


def test_lottery_can_be_redone_with_a_common_tool():
    """printf 'graine 2024-017C0042' | sha256sum"""
    assert lottery("graine 2024-017", "C0042") == "388951b47d42bb1bfdb46dbdb8ec9d5b42ed7d86d9c3bac44bbe40a740ddb328"


def test_strict_order_tier_then_score():
    standings = [Standing("Afi", "B1", 2, 95), Standing("Kossi", "B1", 1, 60), Standing("Essi", "B1", 1, 71)]
    order = strict_order(standings, "graine")
    assert order == {("Essi", "B1"): 1, ("Kossi", "B1"): 2, ("Afi", "B1"): 3}


def test_strict_order_equal_scores_follow_one_lottery_at_all_posts():
    people = [f"C{number}" for number in range(50)]
    order = strict_order([Standing(who, post, 1, 60) for who in people for post in ("B1", "B2")], "graine")
    drawn = sorted(people, key=lambda who: hashlib.sha256(f"graine{who}".encode()).digest())
    for post in ("B1", "B2"):
        assert sorted(people, key=lambda who: order[who, post]) == drawn


def test_strict_order_whatever_the_order_of_records():
    random = Random(11)
    standings = [
        Standing(f"C{who}", f"B{post}", random.randint(1, 2), random.randint(50, 55))
        for who in range(30)
        for post in range(3)
    ]
    order = strict_order(standings, "graine")
    assert sorted(order.values()) == list(range(1, 91))
    assert strict_order(random.sample(standings, 90), "graine") == order
    assert strict_order(standings, "autre graine") != order
