"""Cases worked by hand, told in docs/algorithms/saison.md."""

import pytest

from teriya.exchange.seasons.engine.bound import most
from teriya.exchange.seasons.engine.entries import Entry, Line, Nothing, Place, nothing, season_of
from teriya.exchange.seasons.engine.plan import planned
from teriya.exchange.seasons.engine.reasons import Cause, Left, free, ledger, unserved
from teriya.exchange.seasons.engine.singles import lot
from tests.exchange.seasons.small import said, season

THREE = {"t1": "m1", "m1": "b1", "b1": "t1"}  # Togo → Mali → Burkina → Togo


def test_three_agencies_of_which_no_two_could_exchange():
    plan = planned(season(THREE, "t1 m1 b1"))
    assert [said(cycle) for cycle in plan.cycles] == ["b1>t1 t1>m1 m1>b1"]
    assert plan.singles == ()


def test_the_first_of_an_agency_goes_to_the_dearest_place():
    found = season({"t1": "m2 m1", "t2": "m2 m1", "m1": "t1", "m2": "t2"}, "t1 t2 m1 m2")
    assert [said(cycle) for cycle in planned(found).cycles] == ["m1>t1 t1>m2", "m2>t2 t2>m1"]


def test_who_can_go_nowhere_leaves_the_turn_to_the_next():
    found = season({"t1": "", "t2": "m1", "m1": "t1"}, "t1 m1")
    assert said(planned(found).moves) == "m1>t1 t2>m1"


def test_an_agency_that_sends_nobody_receives_within_the_tolerance_only():
    wishes, posts = {"t1": "m1", "t2": "m2"}, "m1 m2"
    assert planned(season(wishes, posts)).moves == ()
    within = season(wishes, posts, tolerance=1)
    assert said(planned(within).singles) == "t1>m1"
    assert ledger(within, planned(within)) == {"m": (0, 1), "t": (1, 0)}


def test_single_moves_go_to_the_agency_most_behind_then_by_lot():
    wishes, posts = {"t1": "m1", "b1": "m1"}, "m1"
    for seed in "123456":
        first = min("tb", key=lambda agency: lot(seed, agency))
        assert said(planned(season(wishes, posts, tolerance=1, seed=seed)).singles) == f"{first}1>m1"
    passed_on = season({"t1": "m1", "m1": "b1"}, "m1 b1", tolerance=1)
    assert sorted(said([move]) for move in planned(passed_on).singles) == ["m1>b1", "t1>m1"]


def test_a_number_between_two_agencies_is_not_passed():
    wishes, posts = {"t1": "m1", "t2": "m2", "m1": "t1", "m2": "t2"}, "t1 t2 m1 m2"
    plan = planned(season(wishes, posts, pairs={"tm": 1, "mt": 2}))
    assert said(plan.moves) == "m1>t1 t1>m1"


def test_each_who_is_not_served_has_the_reason_closest_to_a_place():
    found = season({"t1": "m1", "t2": "m1 m2", "t3": "m1", "t4": "", "m1": "t1"}, "t1 m1 m2 b1 t2")
    plan = planned(found)
    assert said(plan.moves) == "m1>t1 t1>m1"
    assert [(one.candidate[1], one.cause, one.post) for one in unserved(found, plan)] == [
        ("2", Cause.BALANCE, ("m", "2")), ("3", Cause.FULL, ("m", "1")), ("4", Cause.NOTHING, None),
    ]  # fmt: skip
    assert [(one.post, one.cause) for one in free(found, plan)] == [
        (("b", "1"), Left.NOBODY), (("m", "2"), Left.BALANCE), (("t", "2"), Left.NOBODY),
    ]  # fmt: skip


def test_the_bound_looks_at_no_order():
    """T's first takes the place that closes a cycle with M; the bound gives it to B's and gains a longer one."""
    found = season({"t1": "m1 b1", "m1": "t1", "m2": "b1", "b1": "m1"}, "t1 m1 b1")
    assert len(planned(found).moves) == 2
    assert most(found) == 3


@pytest.mark.parametrize("tolerance, expected", [(0, 0), (1, 1), (5, 2)])
def test_the_bound_knows_the_tolerance(tolerance, expected):
    assert most(season({"t1": "m1", "t2": "m2"}, "m1 m2", tolerance=tolerance)) == expected


def entry(agency, lines=(), places=(), **numbers):
    return Entry(agency, tuple(lines), tuple(places), numbers, numbers)


def test_wishes_go_country_by_country_then_profile_then_number():
    togo = entry("tg", [Line("C1", ("nurse", "teacher"), ("ml", "bf"))], ml=4, bf=4)
    mali = entry("ml", [], [Place("P10", "nurse", 1), Place("P2", "nurse", 1), Place("P1", "teacher", 1)], tg=4)
    burkina = entry("bf", [], [Place("P1", "nurse", 1)], tg=4)
    found = season_of([togo, mali, burkina], tolerance=1, seed="1")
    assert found.candidates[0].wishes == (("ml", "P2"), ("ml", "P10"), ("ml", "P1"), ("bf", "P1"))


def test_between_two_agencies_holds_the_smaller_number_that_both_said():
    found = season_of([entry("tg", ml=4, bf=2), entry("ml", tg=3), entry("bf", ml=9)], tolerance=1, seed="1")
    assert found.pairs == {("tg", "ml"): 3, ("ml", "tg"): 3}


def test_why_a_candidate_could_wish_nothing():
    lines = [Line("C1", ("baker",), ("ml",)), Line("C2", ("nurse",), ("bf",)), Line("C3", ("nurse",), ("ml",))]
    entries = [entry("tg", lines), entry("ml", [], [Place("P1", "nurse", 1)], tg=4), entry("bf")]
    assert [nothing(entries, ("tg", line.number)) for line in lines] == [
        Nothing.PROFILE,
        Nothing.COUNTRY,
        Nothing.AGREEMENT,
    ]
    assert season_of(entries, tolerance=1, seed="1").candidates[0].wishes == ()


def told(agency, lines, places):
    """`"C1 nurse ml,bf"`, `"P1 teacher"`; four each way with whoever is named by both."""
    others = {other: 4 for other in ("tg", "ml", "bf") if other != agency}
    cut = [line.split() for line in lines]
    return entry(
        agency, [Line(number, (profile,), tuple(countries.split(","))) for number, profile, countries in cut],
        [Place(*place.split(), 1) for place in places], **others,
    )  # fmt: skip


@pytest.mark.parametrize("tolerance, singles, sums", [
    (0, "", {"bf": (1, 1), "ml": (1, 1), "tg": (1, 1)}),
    (1, "bfC2>tgP2 tgC2>mlP2", {"bf": (2, 1), "ml": (1, 2), "tg": (2, 2)}),
])  # fmt: skip
def test_the_example_of_the_page(tolerance, singles, sums):
    togo = told("tg", ["C1 nurse ml,bf", "C2 teacher ml", "C3 teacher bf"], ["P1 coder", "P2 teacher"])
    mali = told("ml", ["C1 teacher bf", "C2 coder tg"], ["P1 nurse", "P2 teacher"])
    burkina = told("bf", ["C1 coder tg,ml", "C2 teacher tg"], ["P1 teacher"])
    found = season_of([togo, mali, burkina], tolerance=tolerance, seed="2026")
    plan = planned(found)
    assert [said(cycle) for cycle in plan.cycles] == ["bfC1>tgP1 tgC1>mlP1 mlC1>bfP1"]
    assert said(plan.singles) == singles
    assert ledger(found, plan) == sums
    assert most(found) == 5
