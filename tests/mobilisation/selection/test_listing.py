import hashlib

from hypothesis import given
from hypothesis import strategies as st

from teriya.mobilisation.selection.engine.listing import Ranked, select, women_wanted
from teriya.mobilisation.selection.engine.ranking import draw

people = st.lists(st.sets(st.sampled_from(["women", "TG-P", "TG-S"])).map(frozenset), max_size=25)


def ranked(*groups):
    return [Ranked(str(n), frozenset(one.split())) for n, one in enumerate(groups, start=1)]


def outcomes(listed):
    return "".join({"admitted": "A", "reserve": "R", "left": "-"}[one.outcome] for one in listed.values())


def test_without_floors_the_first_are_admitted_then_the_reserve():
    assert outcomes(select(ranked("", "", "", ""), 2, 1, [])) == "AAR-"


def test_the_best_placed_woman_comes_in_and_the_last_man_goes_out():
    listed = select(ranked("women", "", "", "women", "women"), 3, 1, [("women", 2)])
    assert outcomes(listed) == "AARA-"
    assert (listed["4"].why, listed["3"].why) == ("women", "displaced")


def test_a_floor_takes_nobody_whom_another_floor_needs():
    """Two places: the only man of Savanes stays, so the man of Plateaux makes room for the woman."""
    listed = select(ranked("TG-P", "TG-S", "women TG-P"), 2, 0, [("TG-S", 1), ("women", 1)])
    assert outcomes(listed) == "-AA"


def test_a_floor_that_cannot_be_met_takes_those_there_are():
    assert outcomes(select(ranked("", "women", ""), 2, 0, [("women", 2)])) == "AA-"


def test_a_share_of_women_is_rounded_upwards():
    assert (women_wanted(30, 25), women_wanted(30, 10), women_wanted(0, 10)) == (8, 3, 0)


@given(people, st.integers(1, 25), st.integers(0, 10), st.integers(0, 10), st.integers(0, 10))
def test_places_are_filled_and_a_floor_is_met_or_nobody_could_be_exchanged(groups, places, reserve, women, south):
    rows = [Ranked(str(n), one) for n, one in enumerate(groups)]
    floors = [("TG-S", south), ("women", women)]
    listed = select(rows, places, reserve, floors)
    inside = [one for one in rows if listed[one.number].outcome == "admitted"]
    assert len(inside) == min(places, len(rows))
    assert sum(one.outcome == "reserve" for one in listed.values()) == min(reserve, len(rows) - len(inside))
    count = {group: sum(group in one.groups for one in inside) for group, _ in floors}
    for group, floor in floors:
        if count[group] < floor:
            waiting = any(group in one.groups for one in rows if one not in inside)
            spare = [
                one
                for one in inside
                if group not in one.groups and all(count[g] > f for g, f in floors if g in one.groups)
            ]
            assert not (waiting and spare)
    if not any(floor for _, floor in floors):
        assert inside == rows[: len(inside)]


def test_a_public_lottery_is_redone_with_one_command():
    """printf 'graine4 2 6' '12' | sha256sum, the smaller first."""
    numbers = ["7", "12", "3"]
    expected = sorted(numbers, key=lambda n: hashlib.sha256(f"graine4 2 6{n}".encode()).hexdigest())
    assert [(one.number, one.points, one.rank) for one in draw(numbers, "graine4 2 6")] == [(n, 0, k) for k, n in enumerate(expected, 1)]  # fmt: skip
    assert [one.number for one in draw(numbers[:2], "graine4 2 6")] == [n for n in expected if n != "3"]
