"""What is guaranteed holds on random waves; what is only hoped for is seen to fail."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from teriya.mobilisation.placement.engine.certify import certify
from teriya.mobilisation.placement.engine.match import match
from teriya.mobilisation.placement.engine.whatif import Diff, diff, outcomes, what_if, without
from tests.mobilisation.placement.small import Post, Small, matched
from tests.mobilisation.placement.test_engine_oracle import small_wave


def town_waves(seed: int, number: int) -> Iterator[tuple[Small, Random]]:
    random = Random(seed)
    for _ in range(number):
        yield small_wave(random, candidates=random.randint(3, 14), posts=8, cells=5, lines=4), random


def shuffled(wave: Small, random: Random) -> Small:
    def mixed(items):
        return random.sample(list(items), len(items))

    return Small(
        candidates=tuple(mixed(wave.candidates)),
        posts=dict(mixed(wave.posts.items())),
        cells=dict(mixed(wave.cells.items())),
        lines=dict(mixed(wave.lines.items())),
        edges=tuple(mixed(wave.edges)),
        wishes=dict(mixed(wave.wishes.items())),
        order=dict(mixed(wave.order.items())),
    )


def test_match_same_digest_whatever_the_order_of_records():
    for wave, random in town_waves(seed=3, number=1_000):
        assert matched(shuffled(wave, random)).digest == matched(wave).digest


def changes(before, after) -> Diff:
    return diff(outcomes(match(before)), outcomes(match(after)))


def test_match_certified_at_a_regions_size():
    for seed in range(5):
        wave = small_wave(Random(seed), candidates=400, posts=150, cells=40, lines=6).wave
        wave = what_if(wave, places=dict.fromkeys(wave.lines.tolist(), 8))
        assert certify(match(wave)).problems == []


def test_both_matchers_give_the_same_digest():
    for wave, _ in town_waves(seed=12, number=1_500):
        assert matched(wave).digest == matched(wave, plainly=True).digest
    for seed in range(5):
        wave = small_wave(Random(seed), candidates=400, posts=150, cells=40, lines=6).wave
        wave = what_if(wave, places=dict.fromkeys(wave.lines.tolist(), 8 + seed))
        assert match(wave).digest == match(wave, plainly=True).digest


def test_withdrawal_harms_nobody_who_stays():
    for wave, random in town_waves(seed=4, number=1_000):
        leaver = random.choice(wave.candidates)
        loses = changes(wave.wave, without(wave.wave, {leaver})).loses
        assert {change.candidate for change in loses} <= {leaver}


def test_funding_place_added_harms_nobody():
    for wave, random in town_waves(seed=5, number=1_000):
        line = random.choice(list(wave.lines))
        richer = what_if(wave.wave, places={line: wave.lines[line] + random.randint(1, 3)})
        assert changes(wave.wave, richer).loses == []


def test_lying_gains_nothing():
    for wave, random in town_waves(seed=6, number=1_000):
        liar, result = random.choice(wave.candidates), matched(wave)
        told = random.sample(wave.wishes[liar], random.randint(1, len(wave.wishes[liar])))
        keys = {pair: key for pair, key in wave.order.items() if pair[0] != liar or pair[1] in told}
        got = matched(replace(wave, wishes=wave.wishes | {liar: tuple(told)}, order=keys)).placements.get(liar)
        rank = wave.wishes[liar].index(got) + 1 if got else 99
        assert result.ranks.get(liar, 99) <= rank


def test_seat_added_can_harm():
    """Known to be false: a seat more lets a post take from the ceiling or the money of another."""
    assert any(
        changes(wave.wave, what_if(wave.wave, seats={post: place.seats + 1})).loses
        for wave, _ in town_waves(seed=7, number=300)
        for post, place in wave.posts.items()
    )


def test_ceiling_raised_can_harm():
    """Known to be false, for the same reason: the cell then takes from the money of others."""
    assert any(
        changes(wave.wave, what_if(wave.wave, ceilings={cell: ceiling + 1})).loses
        for wave, _ in town_waves(seed=8, number=300)
        for cell, ceiling in wave.cells.items()
        if ceiling is not None
    )


def test_post_that_nobody_wishes_changes_nothing():
    for wave, _ in town_waves(seed=9, number=100):
        idle = replace(wave, posts=wave.posts | {"P99": Post(3, "K0")})
        assert matched(idle).placements == matched(wave).placements
