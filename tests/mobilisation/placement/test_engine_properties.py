"""What is guaranteed holds on random waves; what is only hoped for is seen to fail."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from teriya.mobilisation.placement.engine.certify import certify
from teriya.mobilisation.placement.engine.match import match
from teriya.mobilisation.placement.engine.wave import Post, Wave
from teriya.mobilisation.placement.engine.whatif import diff, what_if, without
from tests.mobilisation.placement.test_engine_oracle import small_wave


def town_waves(seed: int, number: int) -> Iterator[tuple[Wave, Random]]:
    random = Random(seed)
    for _ in range(number):
        yield small_wave(random, candidates=random.randint(3, 14), posts=8, cells=5, lines=4), random


def shuffled(wave: Wave, random: Random) -> Wave:
    def mixed(items):
        return random.sample(list(items), len(items))

    return Wave(
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
        assert match(shuffled(wave, random)).digest == match(wave).digest


def test_match_certified_at_a_regions_size():
    for seed in range(5):
        wave = small_wave(Random(seed), candidates=400, posts=150, cells=40, lines=6)
        wave = what_if(wave, places=dict.fromkeys(wave.lines, 8))
        assert certify(wave, match(wave)).problems == []


def test_withdrawal_harms_nobody_who_stays():
    for wave, random in town_waves(seed=4, number=1_000):
        leaver = random.choice(wave.candidates)
        loses = diff(match(wave), match(without(wave, {leaver}))).loses
        assert {change.candidate for change in loses} <= {leaver}


def test_funding_place_added_harms_nobody():
    for wave, random in town_waves(seed=5, number=1_000):
        line = random.choice(list(wave.lines))
        richer = what_if(wave, places={line: wave.lines[line] + random.randint(1, 3)})
        assert diff(match(wave), match(richer)).loses == []


def test_lying_gains_nothing():
    for wave, random in town_waves(seed=6, number=1_000):
        liar, result = random.choice(wave.candidates), match(wave)
        told = random.sample(wave.wishes[liar], random.randint(1, len(wave.wishes[liar])))
        keys = {pair: key for pair, key in wave.order.items() if pair[0] != liar or pair[1] in told}
        got = match(replace(wave, wishes=wave.wishes | {liar: tuple(told)}, order=keys)).placements.get(liar)
        rank = wave.wishes[liar].index(got) + 1 if got else 99
        assert result.ranks.get(liar, 99) <= rank


def test_seat_added_can_harm():
    """Known to be false: a seat more lets a post take from the ceiling or the money of another."""
    assert any(
        diff(match(wave), match(what_if(wave, seats={post: place.seats + 1}))).loses
        for wave, _ in town_waves(seed=7, number=300)
        for post, place in wave.posts.items()
    )


def test_ceiling_raised_can_harm():
    """Known to be false, for the same reason: the cell then takes from the money of others."""
    assert any(
        diff(match(wave), match(what_if(wave, ceilings={cell: ceiling + 1}))).loses
        for wave, _ in town_waves(seed=8, number=300)
        for cell, ceiling in wave.cells.items()
        if ceiling is not None
    )


def test_post_that_nobody_wishes_changes_nothing():
    for wave, _ in town_waves(seed=9, number=100):
        idle = replace(wave, posts=wave.posts | {"P99": Post(3, "K0")})
        assert match(idle).placements == match(wave).placements
