"""Reserved seats, bonuses and host rankings."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.engine.certify import certify
from teriya.mobilisation.placement.engine.floors import Floor, smallest_bonus, with_bonus
from teriya.mobilisation.placement.engine.ids import ids_of
from teriya.mobilisation.placement.engine.match import match
from teriya.mobilisation.placement.engine.order import Standings, draws
from teriya.mobilisation.placement.engine.reserves import check_host_ranks, reserve
from tests.mobilisation.placement.small import Post, Small
from tests.mobilisation.placement.test_engine_oracle import small_wave

ONE = Small(
    candidates=("Afi", "Kossi", "Yao", "Koffi"),
    posts={"B1": Post(2, "K")},
    cells={"K": None},
    lines={"État": 2},
    edges=(("K", "État"),),
    wishes=dict.fromkeys(("Afi", "Kossi", "Yao", "Koffi"), ("B1",)),
    order={("Kossi", "B1"): 1, ("Yao", "B1"): 2, ("Koffi", "B1"): 3, ("Afi", "B1"): 4},
)


def test_a_reserved_seat_goes_to_the_best_of_its_group():
    assert set(match(ONE.wave).placements) == {"Kossi", "Yao"}
    kept = match(reserve(ONE.wave, [("B1", "femmes", 1)], [("Afi", "femmes")]))
    assert kept.placements == {"Kossi": "B1", "Afi": "B1/femmes"}
    assert certify(kept).sound


def test_a_reserved_seat_that_nobody_takes_stays_empty():
    kept = match(reserve(ONE.wave, [("B1", "handicap", 1)], []))
    assert kept.placements == {"Kossi": "B1"}


def test_reserves_of_any_wave_are_certified_and_exact():
    for seed in range(400):
        random = Random(seed)
        small = small_wave(random, candidates=random.randint(3, 12), posts=6, cells=3, lines=3)
        rows = [
            (post, "F", random.randint(0, place.seats)) for post, place in small.posts.items() if random.random() < 0.5
        ]
        women = {who for who in small.candidates if random.random() < 0.4}
        result = match(reserve(small.wave, rows, [(who, "F") for who in sorted(women)]))
        assert certify(result).sound
        assert {who for who, post in result.placements.items() if post.endswith("/F")} <= women


@pytest.mark.parametrize(
    ("rows", "members", "code"),
    [
        ([("B1", "F", 3)], [], "reserve_too_large"),
        ([("B9", "F", 1)], [], "unknown_post"),
        ([("B1", "F", 1), ("B1", "F", 1)], [], "reserve_repeated"),
        ([("B1", "F", 1), ("B1", "H", 1)], [("Afi", "F"), ("Afi", "H")], "two_groups"),
        ([("B1", "F", 1)], [("Inconnu", "F")], "unknown_candidate"),
    ],
)
def test_wrong_reserves_are_refused(rows, members, code):
    with pytest.raises(Refusal, match=code):
        reserve(ONE.wave, rows, members)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("B1", "Yao", 1), ("B1", "Kossi", 2)], "host_rank_against_order"),
        ([("B1", "Kossi", 1), ("B1", "Yao", 1)], "host_rank_repeated"),
        ([("B9", "Kossi", 1)], "unknown_post"),
        ([("B1", "Inconnu", 1)], "unknown_candidate"),
    ],
)
def test_a_host_ranking_against_the_order_is_refused(rows, code):
    post, candidate, rank = zip(*rows, strict=True)
    with pytest.raises(Refusal, match=code):
        check_host_ranks(ONE.wave, (ids_of(post), ids_of(candidate), np.array(rank)))


def test_a_host_ranking_that_follows_the_order_passes():
    check_host_ranks(ONE.wave, (ids_of(["B1", "B1"]), ids_of(["Koffi", "Yao"]), np.array([7, 3])))


def scored(wave, points: dict[str, int]) -> Standings:
    score = np.array([points[who] for who in wave.candidates.tolist()])[wave.who]
    return Standings(
        np.ones(len(score), np.int64), score, wave.who, wave.wish, draws("graine", wave.candidates), wave.posts
    )


def test_the_smallest_bonus_that_places_a_woman():
    """Kossi 90, Yao 80, Koffi 75, Afi 71 for two seats: with 9 points she ties with Yao at 80, with 10 she passes."""
    standings = scored(ONE.wave, {"Kossi": 90, "Yao": 80, "Koffi": 75, "Afi": 71})
    wave = replace(ONE.wave, key=standings.keys())
    floor = Floor(1, wave.candidates == "Afi", np.array([True]))
    found = smallest_bonus(wave, standings, floor, most=30)
    assert found.points in (9, 10) and found.tried[found.points] == 1 and found.tried[found.points - 1] == 0
    assert "Afi" in match(with_bonus(wave, standings, floor, found.points)).placements


def test_a_floor_already_reached_asks_no_bonus_and_one_too_high_is_refused():
    standings = scored(ONE.wave, {"Kossi": 90, "Yao": 80, "Koffi": 75, "Afi": 71})
    wave, everybody = replace(ONE.wave, key=standings.keys()), np.ones(4, bool)
    assert smallest_bonus(wave, standings, Floor(2, everybody, np.array([True])), most=30).points == 0
    with pytest.raises(Refusal, match="floor_unreachable"):
        smallest_bonus(wave, standings, Floor(3, everybody, np.array([True])), most=30)
