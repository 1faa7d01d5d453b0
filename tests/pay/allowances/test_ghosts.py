"""Ghosts (R16): each kind is stopped by its own sign, honest volunteers are left alone."""

from dataclasses import replace
from itertools import permutations
from typing import NamedTuple

import pytest

from bench.phantoms import KINDS, crowd
from teriya.pay.allowances.controls import OWNERS, TITLES
from teriya.pay.allowances.engine.ghosts import PATTERNS, SURE, Frame, Sign, Subject, look, stops


class Month(NamedTuple):
    people: list[Subject]
    kinds: dict[int, str]
    frame: Frame
    signs: dict[int, list[Sign]]


@pytest.fixture(scope="module")
def seen() -> Month:
    people, kinds, frame = crowd(5_000, 250)
    return Month(people, kinds, frame, look(people, frame))


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_ghost_is_stopped_by_its_sign(seen, kind):
    own = [mission for mission, name in seen.kinds.items() if name == kind]
    assert len(own) >= 10 and all(stops(seen.signs.get(mission, [])) for mission in own)
    assert all(kind in {sign.code for sign in seen.signs[mission]} for mission in own)


def test_one_honest_volunteer_in_a_hundred_is_stopped_at_most(seen):
    alarms = [one for one in seen.people if one.id not in seen.kinds and stops(seen.signs.get(one.id, []))]
    assert len(alarms) <= 50


def test_without_the_signs_every_ghost_would_be_paid(seen):
    """The control."""
    assert not any(map(stops, look(seen.people, seen.frame, finders=()).values()))


def test_the_order_of_people_is_nothing():
    people, _kinds, frame = crowd(300, 50)
    assert look(people, frame) == look(people[::-1], frame)


def test_nothing_is_shared_by_one_person_on_two_missions():
    people, _kinds, frame = crowd(20, 0)
    again = replace(people[0], id=999, host=people[-1].host)
    assert not any(stops(found) for found in look([*people, again], frame).values())


def test_doubts_add_up_and_what_was_cleared_does_not_count():
    doubts = [Sign("home_phone", 20, ""), Sign("no_paper", 15, ""), Sign("no_trace", 15, "")]
    assert all(stops(order) for order in permutations(doubts)) and not stops(doubts[:2])
    assert not stops(doubts, cleared={"no_paper"})


def test_what_is_certain_is_never_cleared():
    assert stops([Sign("child", SURE, "")], cleared={"child"})


def test_twenty_patterns_at_least_each_with_its_weight_its_source_and_its_words():
    assert len(PATTERNS) >= 20 and all(0 < pattern.points <= SURE and pattern.source for pattern in PATTERNS.values())
    assert set(OWNERS) == set(TITLES) >= set(PATTERNS)
