"""What is guaranteed holds on random seasons; what is only reported is compared with all that could be planned."""

from collections import Counter
from dataclasses import replace
from itertools import product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from teriya.exchange.seasons.engine.bound import most
from teriya.exchange.seasons.engine.plan import digest, planned
from teriya.exchange.seasons.engine.reasons import free, ledger, unserved
from teriya.exchange.seasons.engine.season import Season, balance
from tests.exchange.seasons.small import drawn

seasons = st.builds(
    drawn, st.randoms(use_true_random=False), agencies=st.integers(2, 6), candidates=st.integers(0, 20), posts=st.integers(1, 14),
    tolerance=st.integers(0, 2), limit=st.sampled_from([None, 1, 3]),
)  # fmt: skip


@given(seasons)
def test_balance_is_exact_in_cycles_and_in_tolerance_in_all(season):
    plan = planned(season)
    for cycle in plan.cycles:
        assert not any(balance(cycle).values())
        assert [move.post[0] for move in cycle] == [move.candidate[0] for move in (*cycle[1:], cycle[0])]
    assert all(abs(sent - received) <= season.tolerance for sent, received in ledger(season, plan).values())


@given(seasons)
def test_nobody_twice_no_seat_twice_and_only_to_a_wish(season):
    moves = planned(season).moves
    wishes, seats = {one.key: one.wishes for one in season.candidates}, {post.key: post.seats for post in season.posts}
    assert len({move.candidate for move in moves}) == len(moves)
    assert all(move.post in wishes[move.candidate] for move in moves)
    assert all(taken <= seats[post] for post, taken in Counter(move.post for move in moves).items())
    assert all(gone <= season.pairs[pair] for pair, gone in Counter(move.pair for move in moves).items())


@given(seasons, st.randoms(use_true_random=False))
def test_one_plan_whatever_the_order_of_its_parts(season, random):
    def mixed(items):
        return random.sample(list(items), len(items))

    again = replace(season, posts=tuple(mixed(season.posts)), candidates=tuple(mixed(season.candidates)), pairs=dict(mixed(season.pairs.items())))  # fmt: skip
    assert digest(again, planned(again)) == digest(season, planned(season))


@given(seasons)
def test_never_above_the_bound(season):
    assert len(planned(season).moves) <= most(season)


@given(seasons)
def test_nothing_possible_is_left(season):
    """No single move that the tolerance allows, and no cycle, among those whom the plan leaves."""
    plan = planned(season)
    net, pairs = balance(plan.moves), Counter(move.pair for move in plan.moves)
    empty = {one.post for one in free(season, plan)}
    waiting = {one.candidate for one in unserved(season, plan)}
    possible = {
        (one.agency, wish[0]) for one in season.candidates if one.key in waiting
        for wish in one.wishes if wish in empty and pairs[one.agency, wish[0]] < season.pairs.get((one.agency, wish[0]), 0)
    }  # fmt: skip
    assert not [(a, b) for a, b in possible if net[a] < season.tolerance and net[b] > -season.tolerance]
    ahead = True
    while ahead:  # agencies that no arrow enters are in no cycle
        entered = {b for _, b in possible}
        ahead = {(a, b) for a, b in possible if a not in entered}
        possible -= ahead
    assert not possible


@given(seasons)
def test_of_two_with_the_same_wishes_the_first_of_the_agency_has_the_better(season):
    got = {move.candidate: move.post for move in planned(season).moves}
    for one, other in product(season.candidates, repeat=2):
        if one.agency == other.agency and one.wishes == other.wishes and one.rank < other.rank and other.key in got:
            assert one.key in got
            assert one.wishes.index(got[one.key]) <= one.wishes.index(got[other.key])


@given(seasons)
def test_everybody_and_every_place_is_accounted_for(season):
    plan = planned(season)
    assert len(plan.moves) + len(unserved(season, plan)) == len(season.candidates)
    assert len(plan.moves) + sum(one.seats for one in free(season, plan)) == sum(post.seats for post in season.posts)


def largest(season: Season) -> int:
    """The most moves in tolerance, by trying all."""
    ways = [(None, *season.admits(one)) for one in season.candidates]
    best = 0
    for choice in product(*ways):
        gone = [(one.agency, post) for one, post in zip(season.candidates, choice, strict=True) if post]
        net: Counter[str] = Counter()
        for home, post in gone:
            net[home] += 1
            net[post[0]] -= 1
        taken = Counter(post for _, post in gone)
        if all(abs(number) <= season.tolerance for number in net.values()) and all(
            taken[post.key] <= post.seats for post in season.posts
        ):
            best = max(best, len(gone))
    return best


def test_the_bound_is_the_most_that_can_be_planned():
    random = Random(7)
    for _ in range(200):
        season = drawn(random, agencies=4, candidates=6, posts=5, wishes=3, tolerance=random.choice((0, 0, 1)))
        assert most(season) == largest(season)
