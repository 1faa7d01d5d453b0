"""The strict order and its public lottery."""

import hashlib
from random import Random

import numpy as np

from teriya.mobilisation.placement.engine.ids import ids_of
from teriya.mobilisation.placement.engine.order import Standings, draws, lottery


def order(rows: list[tuple[str, str, int, int]], seed: str = "graine") -> dict[tuple[str, str], int]:
    """The key of each (candidate, post) from rows (candidate, post, tier, score)."""
    people, posts = sorted({row[0] for row in rows}), sorted({row[1] for row in rows})
    standings = Standings(
        tier=np.array([row[2] for row in rows]), score=np.array([row[3] for row in rows]),
        who=np.array([people.index(row[0]) for row in rows]), post=np.array([posts.index(row[1]) for row in rows]),
        draw=draws(seed, ids_of(people)), names=ids_of(posts),
    )  # fmt: skip
    keys, packed = standings.keys(), standings.packed()
    assert (np.argsort(keys) == np.argsort(packed)).all() and len(set(packed.tolist())) == len(rows)
    return {row[:2]: key for row, key in zip(rows, keys.tolist(), strict=True)}


def test_lottery_can_be_redone_with_a_common_tool():
    """printf 'graine 2024-017C0042' | sha256sum"""
    assert lottery("graine 2024-017", "C0042") == "388951b47d42bb1bfdb46dbdb8ec9d5b42ed7d86d9c3bac44bbe40a740ddb328"


def test_order_tier_then_score():
    found = order([("Afi", "B1", 2, 95), ("Kossi", "B1", 1, 60), ("Essi", "B1", 1, 71)])
    assert found == {("Essi", "B1"): 1, ("Kossi", "B1"): 2, ("Afi", "B1"): 3}


def test_equal_scores_follow_one_lottery_at_all_posts():
    people = [f"C{number}" for number in range(50)]
    found = order([(who, post, 1, 60) for who in people for post in ("B1", "B2")])
    drawn = sorted(people, key=lambda who: hashlib.sha256(f"graine{who}".encode()).digest())
    for post in ("B1", "B2"):
        assert sorted(people, key=lambda who: found[who, post]) == drawn


def test_order_whatever_the_order_of_records():
    random = Random(11)
    rows = [
        (f"C{who}", f"B{post}", random.randint(1, 2), random.randint(50, 55)) for who in range(30) for post in range(3)
    ]
    found = order(rows)
    assert sorted(found.values()) == list(range(1, 91))
    assert order(random.sample(rows, 90)) == found
    assert order(rows, "autre graine") != found
